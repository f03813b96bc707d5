import { createTimestampVerifier, readTrust } from '@shirube/connectors';
import { type AuditVerification, type ChainProblem, verifyAudit } from '@shirube/core/audit';
import { readEnvironment, trustVariables } from '@shirube/core/shared';
import { openDatabase } from '@shirube/db';
import { retireAuditMonth } from '@shirube/db/retire-audit';
import { Command } from 'commander';
import { z } from 'zod';
import { findClinic } from './clinic.ts';

const verifyEnvironment = z.object({
  SHIRUBE_DATABASE_APP_URL: z.url(),
  ...trustVariables,
});
const retireEnvironment = z.object({ SHIRUBE_DATABASE_OWNER_URL: z.url() });

/** `audit verify <clinic>` and `audit retire <month>`. */
export function auditCommands(): Command {
  const command = new Command('audit').description('監査証跡');
  command
    .command('verify')
    .description('改ざん・欠落がないか確かめる（異常があれば終了コード 1）')
    .argument('<clinic>', 'clinic: its name in the address, or its 医療機関コード')
    .action(async (clinic: string) => {
      const env = readEnvironment(verifyEnvironment, process.env);
      const stamps = createTimestampVerifier(readTrust(env).timestampRootsPem);
      const database = openDatabase({ url: env.SHIRUBE_DATABASE_APP_URL, poolSize: 1 });
      try {
        const { scope, name } = await findClinic(database, clinic);
        const run: Parameters<typeof verifyAudit>[0]['run'] = (work) => database.run(scope, work);
        const result = await verifyAudit({ run, now: () => new Date() }, stamps);
        const { problems } = result;
        await run(async (uow) =>
          uow.audit({
            action: 'audit.verify',
            outcome: problems.length === 0 ? 'success' : 'failed',
            detail: { events: result.events, lastSeq: Number(result.lastSeq), problems: problems.length },
          }),
        );
        for (const line of reportLines(name, result)) console.log(line);
        if (problems.length > 0) process.exitCode = 1;
      } finally {
        await database.close();
      }
    });
  command
    .command('retire')
    .description('保存期間（5年、診療録の保存中はそれまで）を過ぎた月を切り離す')
    .argument('<month>', 'YYYY-MM, the oldest there is')
    .action(async (month: string) => {
      const { SHIRUBE_DATABASE_OWNER_URL } = readEnvironment(retireEnvironment, process.env);
      const retired = await retireAuditMonth(SHIRUBE_DATABASE_OWNER_URL, month);
      for (const { clinic, events, lastSeq } of retired.clinics)
        console.log(`${clinic}  ${events}件（${lastSeq}番まで）`);
      console.log(`${retired.table} を切り離しました。書き出して保管してから、取り除いてください。`);
    });
  return command;
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Asia/Tokyo',
});

/** The result in words; the first finding comes first. */
export function reportLines(name: string, result: AuditVerification): string[] {
  const { problems, waiting } = result;
  return [
    name,
    `  記録      ${result.events}件（${result.lastSeq}番まで）`,
    `  時刻認証  ${result.checkpoints}日分${result.stampedThrough ? `（${result.stampedThrough} まで有効）` : ''}`,
    ...(waiting.length > 0 ? [`  時刻認証 未完了  ${waiting.length}日（${waiting[0]} から）`] : []),
    ...problems.map(problemLine),
    ...(result.truncated ? ['  ほかにもあります。'] : []),
    problems.length === 0
      ? '異常はありません。'
      : `異常があります。最初の異常：${subject(problems[0] as ChainProblem)}`,
  ];
}

const subject = ({ kind, seq, toSeq }: ChainProblem): string =>
  `${kind} ${seq}番${toSeq === seq ? '' : `〜${toSeq}番`}`;

function problemLine(problem: ChainProblem): string {
  const at = problem.at === null ? '時刻不明' : clock.format(new Date(problem.at));
  const when = problem.kind === '欠落' || problem.kind === '末尾の欠落' ? `${at} の後` : at;
  return `  ${subject(problem)}  ${when}  ${problem.what}`;
}
