import { parseArgs } from 'node:util';
import { startStack } from './stack.ts';

const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } });
const started = Date.now();
const say = (text: string) =>
  process.stdout.write(`[${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s] ${text}\n`);

let stopping = false;
const stack = await startStack({
  directory: process.env.SHIRUBE_DEMO_DIR ?? '.data/demo',
  reset: values.reset,
  say,
  quiet: true,
  webPort: Number(process.env.SHIRUBE_WEB_PORT ?? 3000),
  sandboxPort: Number(process.env.SHIRUBE_SANDBOX_PORT ?? 4010),
  databasePort: Number(process.env.SHIRUBE_DB_PORT ?? 5442),
  onExit: (name, code) => {
    if (!stopping)
      say(`${name} stopped unexpectedly (code ${code}); see ${name}.log in the demo's directory`);
  },
}).catch((error: Error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});

process.stdout.write(`
  標 Shirube is running:  ${stack.webUrl}

  Demo sign-ins (password for all: shirube-demo-2026; then press デモの認証コードを入れる)
    sasaki   受付   しるべ内科クリニック
    yamada   医師   しるべ内科クリニック
    tamura   管理者 しるべ内科クリニック
    minato   医師   みなと診療所
    operator 運用者 ${stack.webUrl}/operator/sign-in

  A tour in five lines
    1. ${stack.sandboxUrl} → カードリーダー: put テスト 太郎's card on the reader of しるべ内科クリニック and choose the consents.
    2. Sign in as sasaki: the card appears on 受付一覧; receive the patient.
    3. Sign in as yamada: open the chart, write S/O/A/P, add ハルシオン, イトリゾール and アスパラカリウム from よく使う薬.
    4. Read the alerts in their rows; change one drug, give a reason for another, confirm, authenticate once, and see the 引換番号.
    5. Print the 控え, end the visit; sign in as tamura for 監査証跡 and 送信の状況; ${stack.sandboxUrl} shows what arrived.

  Ctrl-C stops everything. \`npm run demo -- --reset\` starts over.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    say('Stopping …');
    stack.stop().then(
      () => process.exit(0),
      (error: Error) => {
        process.stderr.write(`${error.message}\n`);
        process.exit(1);
      },
    );
  });
