export { dayOffName, isOpenAt, weekdayOf } from './opening-hours.ts';
export {
  clinicCalendar,
  isInUse,
  readClinicProfile,
  saveClinicIdentity,
  saveClinicSchedule,
  scoreTableNames,
} from './profile.ts';
export {
  type ClinicCalendar,
  type ClinicHours,
  type ClinicProfile,
  clinicIdentityInput,
  clinicProfileSchema,
  clinicScheduleInput,
  usualHours,
  type Weekday,
  weekdays,
  weekdayWords,
} from './schema.ts';
export {
  type ClinicSettings,
  clinicSettings,
  clinicSettingsSchema,
  clinicSettingsViewSchema,
  readClinicSettings,
  saveClinicSettings,
  saveClinicSettingsInput,
} from './settings.ts';
export {
  finishSetup,
  putOffInput,
  putOffSetupStep,
  readSetup,
  type SetupState,
  type SetupStep,
  setupStateSchema,
  setupSteps,
} from './setup.ts';
