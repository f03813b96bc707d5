import 'server-only';
import { operatorMutation, operatorQuery, operatorRouterOf } from './operator.ts';
import {
  changeClinicProcedure,
  closeClinicProcedure,
  createClinicProcedure,
  inviteFirstAdminProcedure,
  listClinicsProcedure,
  operatorEventsProcedure,
  readClinicProcedure,
  resumeClinicProcedure,
  suspendClinicProcedure,
} from './procedures/clinics.ts';
import { operatorMeProcedure, signOutProcedure } from './procedures/self.ts';
import {
  beginEnrolmentProcedure,
  demoCodeProcedure,
  finishEnrolmentProcedure,
  signInProcedure,
} from './procedures/sign-in.ts';
import { operatorTasksProcedure, resetDemoProcedure, startExportProcedure } from './procedures/tasks.ts';

/** The table of contents of the operators' console. */
export const operatorRouter = operatorRouterOf({
  signIn: operatorMutation(signInProcedure),
  beginEnrolment: operatorMutation(beginEnrolmentProcedure),
  finishEnrolment: operatorMutation(finishEnrolmentProcedure),
  demoCode: operatorMutation(demoCodeProcedure),
  me: operatorQuery(operatorMeProcedure),
  signOut: operatorMutation(signOutProcedure),
  clinics: operatorQuery(listClinicsProcedure),
  clinic: operatorQuery(readClinicProcedure),
  createClinic: operatorMutation(createClinicProcedure),
  inviteFirstAdmin: operatorMutation(inviteFirstAdminProcedure),
  changeClinic: operatorMutation(changeClinicProcedure),
  suspendClinic: operatorMutation(suspendClinicProcedure),
  resumeClinic: operatorMutation(resumeClinicProcedure),
  closeClinic: operatorMutation(closeClinicProcedure),
  tasks: operatorQuery(operatorTasksProcedure),
  startExport: operatorMutation(startExportProcedure),
  resetDemo: operatorMutation(resetDemoProcedure),
  events: operatorQuery(operatorEventsProcedure),
});

export type OperatorRouter = typeof operatorRouter;
