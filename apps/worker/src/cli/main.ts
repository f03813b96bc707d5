import { Command } from 'commander';
import { auditCommands } from './audit.ts';
import { prescriptionCommands } from './prescription.ts';

/** `npm run shirube -- …`: the command line that operators use. */
const program = new Command('shirube').description('標 Shirube — operator commands');
program.addCommand(auditCommands());
program.addCommand(prescriptionCommands());
try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
