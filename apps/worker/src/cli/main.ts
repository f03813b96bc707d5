import { traceOf } from '@shirube/core/shared';
import { Command } from 'commander';
import { auditCommands } from './audit.ts';
import { operatorCommands } from './operator.ts';
import { prescriptionCommands } from './prescription.ts';
import { signInCommands } from './sign-in.ts';

/** Our own errors in their words; a library's by name, code and place, because its message may repeat a patient's data. */
function saidOf(error: unknown): string {
  const trace = traceOf(error);
  if (trace.name === 'ZodError') return 'An argument does not have the form it should have.';
  const ours = error instanceof Error && error.constructor === Error;
  return trace.message ?? (ours ? error.message : JSON.stringify(trace, null, 1));
}

/** `npm run shirube -- …`: the command line that operators use. */
const program = new Command('shirube').description('標 Shirube — operator commands');
program.addCommand(auditCommands());
program.addCommand(operatorCommands());
program.addCommand(prescriptionCommands());
program.addCommand(signInCommands());
try {
  await program.parseAsync();
} catch (error) {
  console.error(saidOf(error));
  process.exitCode = 1;
}
