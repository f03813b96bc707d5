export {
  changeClinic,
  closeClinic,
  createClinic,
  inviteFirstAdmin,
  listClinics,
  listOperatorEvents,
  readClinic,
  resumeClinic,
  suspendClinic,
} from './clinics.ts';
export type { OperatorContext } from './context.ts';
export {
  type OperatorPermission,
  operatorActionLabels,
  operatorMay,
  operatorPermissions,
  operatorPermissionTable,
  operatorRoleNames,
  operatorRoles,
} from './permissions.ts';
export {
  changeClinicInput,
  clinicIdInput,
  clinicReasonInput,
  closeClinicInput,
  createClinicInput,
  inviteFirstAdminInput,
  type OperatorClinic,
  operatorClinicDetailSchema,
  operatorClinicSchema,
  operatorEventsInput,
  operatorEventsSchema,
  operatorTasksSchema,
} from './schema.ts';
export {
  beginOperatorEnrolment,
  beginOperatorEnrolmentInput,
  demoOperator,
  demoOperatorCode,
  finishOperatorEnrolment,
  finishOperatorEnrolmentInput,
  type OperatorSignInContext,
  operatorSignInInput,
  signInOperator,
} from './sign-in.ts';
export { listTasks, resetDemo, startExport } from './tasks.ts';
