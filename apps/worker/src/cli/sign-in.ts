import { confirmFactorResetAsOperator, openFactorResets } from '@shirube/core/identity/sign-in';
import { readEnvironment } from '@shirube/core/shared';
import { openDatabase } from '@shirube/db';
import { Command } from 'commander';
import { z } from 'zod';
import { findClinic } from './clinic.ts';

const environment = z.object({ SHIRUBE_DATABASE_APP_URL: z.url() });

/** `sign-in resets <clinic>` and `sign-in confirm-reset <clinic> <reset>`: the operator as the second person. */
export function signInCommands(): Command {
  const command = new Command('sign-in').description('ログイン');
  command
    .command('resets')
    .description('確定を待っている、認証の手段のリセット')
    .argument('<clinic>', 'clinic: its name in the address, or its 医療機関コード')
    .action(async (wanted: string) => {
      const database = openDatabase({
        url: readEnvironment(environment, process.env).SHIRUBE_DATABASE_APP_URL,
        poolSize: 1,
      });
      try {
        const { scope, name } = await findClinic(database, wanted);
        const resets = await database.run(scope, openFactorResets);
        console.log(`${name}  ${resets.length}件`);
        for (const each of resets)
          console.log(
            `  ${each.reset_id}  ${each.person}  申し込み ${each.requested_by_name}  ${each.reason}`,
          );
      } finally {
        await database.close();
      }
    });
  command
    .command('confirm-reset')
    .description('本人を確かめたうえで、2人目として確定する。番号は医療機関の管理者が手渡す')
    .argument('<clinic>', 'clinic: its name in the address, or its 医療機関コード')
    .argument('<reset>', 'id from `sign-in resets`')
    .requiredOption('--operator <name>', 'who confirms; kept with the reset')
    .action(async (wanted: string, reset: string, { operator }: { operator: string }) => {
      const database = openDatabase({
        url: readEnvironment(environment, process.env).SHIRUBE_DATABASE_APP_URL,
        poolSize: 1,
      });
      try {
        const { scope } = await findClinic(database, wanted);
        const resetId = z.uuid().parse(reset);
        await database.run(scope, (uow) => confirmFactorResetAsOperator(uow, { resetId, operator }));
        console.log('確定しました。医療機関の管理者が、登録し直すための番号を本人に手渡してください。');
      } finally {
        await database.close();
      }
    });
  return command;
}
