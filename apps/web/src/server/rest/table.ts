import 'server-only';
import type { AnyRestDeclaration } from './declaration.ts';
import { clinicRoute } from './routes/clinic.ts';
import { meRoute } from './routes/me.ts';
import { matchPatientRoute, patientByNumberRoute } from './routes/patients.ts';
import { receptionRoute, receptionsRoute } from './routes/receptions.ts';

/** The table of contents of the API for outside systems. */
export const restRoutes: readonly AnyRestDeclaration[] = [
  meRoute,
  clinicRoute,
  patientByNumberRoute,
  matchPatientRoute,
  receptionsRoute,
  receptionRoute,
];
