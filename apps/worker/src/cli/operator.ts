import { normalizeLoginId } from '@shirube/core/identity/sign-in';
import { operatorRoleNames, operatorRoles } from '@shirube/core/operators';
import { invitationCodeSha256, newInvitationCode } from '@shirube/core/people';
import { readEnvironment } from '@shirube/core/shared';
import { type OperatorAdministration, openOperatorAdministration } from '@shirube/db/operators';
import { Command } from 'commander';
import { z } from 'zod';

const environment = z.object({ SHIRUBE_DATABASE_OWNER_URL: z.url(), SHIRUBE_PUBLIC_URL: z.url() });

/** How long somebody has to enrol. */
const codeHours = 24;
const loginForm = /^[a-z0-9][a-z0-9._-]{2,29}$/;
const stateWords = { active: '利用中', waiting: '登録待ち', disabled: '使えません' } as const;

async function administered(work: (operators: OperatorAdministration, publicUrl: string) => Promise<void>) {
  const env = readEnvironment(environment, process.env);
  const operators = await openOperatorAdministration(env.SHIRUBE_DATABASE_OWNER_URL);
  try {
    await work(operators, env.SHIRUBE_PUBLIC_URL);
  } finally {
    await operators.close();
  }
}

/** The code is shown once and kept nowhere; no password is ever given on a command line. */
function newCode(publicUrl: string): {
  code: { codeSha256: Uint8Array; codeHours: number };
  lines: string[];
} {
  const text = newInvitationCode();
  return {
    code: { codeSha256: invitationCodeSha256(text) as Uint8Array, codeHours },
    lines: [
      `登録の番号  ${text}`,
      `${new URL('/operator/enrol', publicUrl)} を開き、ID とこの番号を入力すると、パスワードと認証アプリを登録できます。`,
      `この番号はもう表示されません。${codeHours} 時間以内に、1回だけ使えます。`,
    ],
  };
}

/** `operator create|list|reset|unlock|disable`: who may use the operators' console. */
export function operatorCommands(): Command {
  const command = new Command('operator').description('運用者');
  command
    .command('create')
    .description('運用者を作り、登録の番号を1回だけ表示する')
    .argument('<loginId>', 'sign-in name of the new operator')
    .requiredOption('--name <name>', 'name as shown to clinics')
    .option(
      '--role <role>',
      operatorRoles.map((role) => `${role} ${operatorRoleNames[role]}`).join(', '),
      'support',
    )
    .action((typed: string, options: { name: string; role: string }) =>
      administered(async (operators, publicUrl) => {
        const loginId = normalizeLoginId(typed);
        if (!loginForm.test(loginId))
          throw new Error('ID は、半角の英小文字・数字で3〜30文字にしてください。');
        const { code, lines } = newCode(publicUrl);
        await operators.create({
          loginId,
          displayName: z.string().trim().min(1).max(40).parse(options.name),
          roles: [z.enum(operatorRoles).parse(options.role)],
          ...code,
        });
        for (const line of [`運用者 ${loginId} を作りました。`, ...lines]) console.log(line);
      }),
    );
  command
    .command('reset')
    .description('パスワードと認証アプリを取り消し、新しい登録の番号を表示する')
    .argument('<loginId>')
    .action((typed: string) =>
      administered(async (operators, publicUrl) => {
        const loginId = normalizeLoginId(typed);
        const { code, lines } = newCode(publicUrl);
        await operators.reset(loginId, code);
        for (const line of [`運用者 ${loginId} の登録を取り消しました。`, ...lines]) console.log(line);
      }),
    );
  command
    .command('unlock')
    .description('試した回数による停止を解く')
    .argument('<loginId>')
    .action((typed: string) =>
      administered(async (operators) => {
        await operators.unlock(normalizeLoginId(typed));
        console.log('停止を解きました。');
      }),
    );
  command
    .command('disable')
    .description('運用者を使えなくする（ログイン中の画面も終わる）')
    .argument('<loginId>')
    .action((typed: string) =>
      administered(async (operators) => {
        await operators.disable(normalizeLoginId(typed));
        console.log('使えなくしました。');
      }),
    );
  command
    .command('list')
    .description('運用者の一覧')
    .action(() =>
      administered(async (operators) => {
        for (const each of await operators.list())
          console.log(
            [
              each.loginId,
              each.displayName,
              each.roles.map((role) => operatorRoleNames[role]).join('・'),
              stateWords[each.state],
              each.lastSignIn?.toISOString() ?? '',
            ].join('\t'),
          );
      }),
    );
  return command;
}
