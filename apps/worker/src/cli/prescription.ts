import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { exportPrescription } from '@shirube/core/prescribing';
import { readEnvironment } from '@shirube/core/shared';
import { openDatabase } from '@shirube/db';
import { Command } from 'commander';
import { z } from 'zod';

const environment = z.object({ SHIRUBE_DATABASE_APP_URL: z.url() });

/** `prescription export <id> --out DIR`: the signed XML and the CSV, byte for byte as they were signed. */
export function prescriptionCommands(): Command {
  const command = new Command('prescription').description('処方箋の電子ファイル');
  command
    .command('export')
    .argument('<id>', 'id of the prescription')
    .requiredOption('--out <directory>', 'directory to write prescription.xml and prescription.csv into')
    .option('--reason <text>', 'why, for the audit trail', '運用者による書き出し')
    .action(async (id: string, options: { out: string; reason: string }) => {
      const prescriptionId = z.uuid().parse(id);
      const env = readEnvironment(environment, process.env);
      const database = openDatabase({ url: env.SHIRUBE_DATABASE_APP_URL, poolSize: 1 });
      try {
        for (const { tenantId } of await database.operations.everyClinic()) {
          const scope = {
            tenantId,
            actor: { staffId: null, name: '運用者', role: 'operator', requestId: randomUUID() },
          };
          const files = await database.run(scope, (uow) =>
            exportPrescription(uow, { prescriptionId, reason: options.reason }),
          );
          if (!files) continue;
          fs.mkdirSync(options.out, { recursive: true });
          for (const [name, bytes] of [
            ['prescription.xml', files.xml],
            ['prescription.csv', files.csv],
          ] as const) {
            const file = path.join(options.out, name);
            fs.writeFileSync(file, bytes);
            console.log(file);
          }
          return;
        }
        throw new Error('署名済みの処方箋が見つかりません。');
      } finally {
        await database.close();
      }
    });
  return command;
}
