import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { confirmEncounter, openChart, saveDraft } from '../packages/core/src/charting/index.ts';
import { chartQuery } from '../packages/core/src/charting/open-chart.ts';
import { drugShelf, searchDrugs } from '../packages/core/src/masters/index.ts';
import { searchPatients } from '../packages/core/src/patients/index.ts';
import { checkLocally, draftRpSchema, encounterDraftSchema } from '../packages/core/src/prescribing/index.ts';
import { checkAgainst, loadOrderContext } from '../packages/core/src/prescribing/order-context.ts';
import { openDatabase, type Scope } from '../packages/db/src/index.ts';
import {
  ensureDatabase,
  ensureRoles,
  freePort,
  migrate,
  startEmbedded,
  urlsFor,
} from '../packages/db/src/tooling/index.ts';
import { prefixRange, todayInTokyo } from '../packages/terminology/src/index.ts';
import { importMasters, readDemoMasters } from '../prisma/seed/masters-import/index.ts';
import { type BenchClinic, generateClinic } from './dataset.ts';
import { benchFhirMapping } from './fhir-mapping.ts';

/**
 * `npm run bench -- [--clinics 50] [--patients 2000] [--rounds 200]`: p50 and p95 of what a doctor waits for, and in the same run the ratio
 * to the bare SQL it needs (same statement, same transaction frame, plain driver). Parameters are sampled at run time. Then Bundles mapped and
 * validated a second, beside JSON.stringify of the same (fhir-mapping.ts). Writes JSON to stdout.
 */
const { values } = parseArgs({
  options: {
    clinics: { type: 'string', default: '50' },
    patients: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '200' },
  },
});
const [clinicCount, patientCount, rounds] = [values.clinics, values.patients, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const say = (text: string) => process.stderr.write(`${text}\n`);

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-bench-'));
fs.chmodSync(directory, 0o755);
const server = await startEmbedded({
  directory: path.join(directory, 'pg'),
  port: await freePort(),
  password: 'bench',
});
const passwords = { owner: 'owner', app: 'app', queue: 'queue', operator: 'operator' };
await ensureRoles(server.adminUrl, passwords);
await ensureDatabase(server.adminUrl, 'bench');
const urls = urlsFor(server.adminUrl, 'bench', passwords);
await migrate(urls.owner);
const owner = new pg.Client({ connectionString: urls.owner });
await owner.connect();
const masters = readDemoMasters(path.resolve(import.meta.dirname, '../prisma/seed/masters'));
await owner.query('BEGIN');
await importMasters(owner, masters.tables, { editions: masters.editions });
await owner.query('COMMIT');
const { rows: drugRows } = await owner.query(
  `SELECT min(yj_code)::text AS yj FROM master.drug WHERE route_class LIKE '内%' GROUP BY ingredient_code ORDER BY 1 LIMIT 20`,
);
const app = new pg.Client({ connectionString: urls.app });
await app.connect();
const clinics: BenchClinic[] = [];
for (let number = 0; number < clinicCount; number += 1) {
  clinics.push(
    await generateClinic(
      app,
      number,
      patientCount,
      drugRows.map((row) => row.yj),
    ),
  );
  if (number % 10 === 9) say(`  ${number + 1} of ${clinicCount} clinics`);
}
await owner.query('ANALYZE');
const database = openDatabase({ url: urls.app, poolSize: 4 });

const sample = (): BenchClinic => clinics[Math.floor(Math.random() * clinics.length)] as BenchClinic;
const scopeOf = (clinic: BenchClinic): Scope => ({
  tenantId: clinic.tenantId,
  actor: { staffId: clinic.doctorId, name: '計測 医師', role: 'doctor', requestId: 'bench' },
});

async function measure(work: () => Promise<unknown>, count = rounds): Promise<{ p50: number; p95: number }> {
  for (let warm = 0; warm < Math.min(20, count); warm += 1) await work();
  const times: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
  return { p50: at(0.5), p95: at(0.95) };
}

/** The same frame without anything of ours: BEGIN, the tenant, the statement, COMMIT. */
async function bare(tenantId: string, text: string, parameters: unknown[]): Promise<void> {
  await app.query('BEGIN');
  await app.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
  await app.query(text, parameters);
  await app.query('COMMIT');
}

const order = (yjCode: string) =>
  draftRpSchema.parse({
    clientId: randomUUID(),
    formClass: '1',
    quantity: 7,
    usage: { code: '1011000400000000', text: '朝食後', timesPerDay: 1 },
    medications: [
      {
        clientId: randomUUID(),
        yjCode,
        receiptCode: '',
        name: '薬',
        ingredientName: '',
        dose: '1',
        unit: '錠',
        unitCode: null,
      },
    ],
  });

say('  measuring');
const results: Record<string, unknown> = {};
const ratio = (ours: { p50: number; p95: number }, plain: { p50: number; p95: number }) => ({
  ours,
  bareSql: plain,
  ratioP50: Number((ours.p50 / plain.p50).toFixed(2)),
  ratioP95: Number((ours.p95 / plain.p95).toFixed(2)),
});

results.chartOpen = ratio(
  await measure(() => {
    const clinic = sample();
    return database.run(scopeOf(clinic), (uow) => openChart(uow, clinic));
  }),
  await measure(() => {
    const clinic = sample();
    const query = chartQuery(clinic.patientId, clinic.encounterId, new Date(), todayInTokyo(new Date()));
    return bare(clinic.tenantId, query.text, query.values as unknown[]);
  }),
);
results.patientSearchByKana = ratio(
  await measure(() =>
    database.run(scopeOf(sample()), (uow) => searchPatients(uow, { text: 'ヤマモ', limit: 20 })),
  ),
  await measure(() => {
    const range = prefixRange('ヤマモ');
    return bare(
      sample().tenantId,
      `SELECT id, family_name FROM patient WHERE kana_key ~>=~ $1 AND kana_key ~<~ $2 ORDER BY kana_key LIMIT 20`,
      [range.from, range.to],
    );
  }),
);
const typedForDrugs = ['アム', 'ろきそ', 'ハルシオン 0.25', 'トリアゾラム', 'ripitoru', '1124007F2026'];
let typing = 0;
results.drugSearch = {
  ours: await measure(() => {
    const text = typedForDrugs[typing++ % typedForDrugs.length] ?? '';
    return database.run(scopeOf(sample()), (uow) => searchDrugs(uow, { text, limit: 15 }));
  }),
  beforeTyping: await measure(() => database.run(scopeOf(sample()), (uow) => drugShelf(uow))),
};
results.localSafetyCheckOfOneAddedDrug = {
  ours: await measure(() => {
    const clinic = sample();
    return database.run(scopeOf(clinic), (uow) =>
      checkLocally(uow, {
        patientId: clinic.patientId,
        encounterId: clinic.encounterId,
        rps: [order('1124007F2026')],
        oralConsent: false,
      }),
    );
  }),
  target: 'p95 <= 20 ms',
};
const knowledge = await database.run(scopeOf(clinics[0] as BenchClinic), async (uow) => ({
  context: await loadOrderContext(
    uow,
    (clinics[0] as BenchClinic).patientId,
    (clinics[0] as BenchClinic).encounterId,
    drugRows.map((row) => row.yj),
  ),
}));
results.engineOfFiveLinesAgainstTwentyDrugs = {
  ours: await measure(async () => {
    checkAgainst(
      knowledge.context,
      drugRows.slice(0, 5).map((row) => order(row.yj)) as never,
      todayInTokyo(new Date()),
    );
  }),
  target: 'p95 <= 5 ms',
};
const soap = { subjective: '計測', objective: '', assessment: '', plan: '' };
const content = encounterDraftSchema.parse({ soap });
const open = clinics.slice(0, Math.min(clinics.length, rounds));
let next = 0;
const confirmTimes: number[] = [];
for (const clinic of open) {
  await database.run(scopeOf(clinic), (uow) => saveDraft(uow, { ...clinic, baseRevision: 0, content }));
  const started = performance.now();
  await database.run(scopeOf(clinic), (uow) => confirmEncounter(uow, { ...clinic, baseRevision: 1 }));
  confirmTimes.push(performance.now() - started);
  next += 1;
}
confirmTimes.sort((a, b) => a - b);
results.confirmWithAudit = {
  ours: {
    p50: Number((confirmTimes[Math.floor(next * 0.5)] ?? 0).toFixed(2)),
    p95: Number((confirmTimes[Math.floor(next * 0.95)] ?? 0).toFixed(2)),
  },
  confirmations: next,
};

console.log(
  JSON.stringify(
    {
      at: new Date().toISOString(),
      machine: {
        cpus: os.cpus().length,
        model: os.cpus()[0]?.model,
        memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      },
      data: { clinics: clinicCount, patientsPerClinic: patientCount, rounds },
      milliseconds: results,
      bundlesPerSecond: benchFhirMapping(),
    },
    null,
    2,
  ),
);
await database.close();
await app.end();
await owner.end();
await server.stop();
fs.rmSync(directory, { recursive: true, force: true });
process.exit(0);
