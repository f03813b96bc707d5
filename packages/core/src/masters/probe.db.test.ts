import { randomUUID } from 'node:crypto';
import { openDatabase } from '@shirube/db';
import { createTestDatabase } from '@shirube/db/testing';
import { insertClinic } from '../../../db/src/testing/fixtures.ts';
import { it } from 'vitest';
import { Prisma } from '@shirube/db';
import { searchDrugs, searchDiseases } from './index.ts';
import { searchPatients, getPatient } from '../patients/index.ts';
import { listAuditEvents } from '../audit/index.ts';

it('probe', async () => {
  const test = await createTestDatabase();
  const owner = await test.connect('owner');
  const admin = await test.connect('admin');
  const app = await test.connect('app');
  const a = await insertClinic(app, '甲'); const b = await insertClinic(app, '乙');
  const log = (...x: unknown[]) => console.error(...x);
  log((await owner.query(`select datcollate, datctype, datlocprovider, datlocale from pg_database where datname=current_database()`)).rows);
  log((await owner.query(`select show_trgm('アムロジピン') t, show_trgm('胃炎') k`)).rows);
  await owner.query(`INSERT INTO master.drug (yj_code, receipt_code, name, kana, search_key, ingredient_name, ingredient_code, route_class, dosage_form, strength, unit, therapeutic_class, is_generic, edition, valid_from)
   SELECT lpad(i::text,12,'0'), lpad(i::text,9,'0'), n||'錠'||i, n, n||'ジヨウ'||i||' '||n||'錠'||i||'「シヨウワ」 '||ing||' '||ing||'錠'||(i%40)||'MG', ing, '0000000','内用','錠','5mg','錠','x',true,'e','2020-01-01'
   FROM (SELECT i, translate(substr(md5(i::text),1,6),'0123456789abcdef','アイウエオカキクケコサシスセソタ') n, translate(substr(md5((i%1500)::text||'x'),1,8),'0123456789abcdef','ムロジピンアルトリバスプフセデロ') ing FROM generate_series(1,20000) i) q`);
  await owner.query(`INSERT INTO master.disease (management_no, receipt_code, exchange_code, name, kana, search_key, icd10, edition, valid_from)
   SELECT lpad(i::text,8,'0'), lpad(i::text,7,'0'),'AAAA', k, n, n||' '||k, 'I10','e','2020-01-01' FROM (SELECT i, translate(substr(md5(i::text),1,10),'0123456789abcdef','アイウエオカキクケコサシスセソタ') n, translate(substr(md5(i::text||'y'),1,6),'0123456789abcdef','急性胃炎高血圧症慢心筋梗塞糖尿病') k FROM generate_series(1,27000) i) q`);
  await admin.query(`INSERT INTO patient (tenant_id,id,patient_number,family_name,given_name,family_kana,given_kana,kana_key,birth_date,sex)
   SELECT $1, gen_random_uuid(), lpad((i+1)::text,8,'0'), translate(substr(md5(i::text||'f'),1,2),'0123456789abcdef','高橋田中山本佐藤鈴木渡辺伊髙斎加'), '花子', 'x','y', translate(substr(md5(i::text),1,8),'0123456789abcdef','アイウエオカキクケコサシスセソタ'), date '1930-01-01' + (i%30000), 'female' FROM generate_series(1,20000) i`, [a.tenantId]);
  await admin.query(`INSERT INTO patient (tenant_id,id,patient_number,family_name,given_name,family_kana,given_kana,kana_key,birth_date,sex)
   SELECT $1, gen_random_uuid(), lpad((i+1)::text,8,'0'), 'x', '花子', 'x','y', translate(substr(md5(i::text||'b'),1,8),'0123456789abcdef','アイウエオカキクケコサシスセソタ'), date '1930-01-01' + (i%30000), 'female' FROM generate_series(1,20000) i`, [b.tenantId]);
  await admin.query('ANALYZE');
  const db = openDatabase({ url: test.urls.app, poolSize: 2 });
  const scope = { tenantId: a.tenantId, actor: { staffId: a.doctorId, name: 'x', role: 'doctor', requestId: 't' } };
  const time = async (label: string, f: (uow: any) => Promise<any>) => {
    const t: number[] = []; let n = 0;
    for (let i = 0; i < 15; i++) await db.run(scope, async (uow) => { const s = performance.now(); const r = await f(uow); t.push(performance.now() - s); n = r.length; });
    t.sort((x, y) => x - y); log(label, 'median', t[7]!.toFixed(1), 'p95', t[14]!.toFixed(1), 'rows', n);
  };
  log((await owner.query(`show server_encoding`)).rows);
  for (const key of ['ア','アイ','アイウ','ムロジピ','昭和']) {
    const to = key.slice(0,-1) + String.fromCodePoint(key.codePointAt(key.length-1)!+1);
    await time('LIKE bare ' + key, (u) => u.tables.$queryRaw`SELECT yj_code::text FROM master.drug d WHERE d.valid_to IS NULL AND search_key LIKE ${'%'+key+'%'} ORDER BY is_common DESC, kana LIMIT 20`);
    await time('strpos bare ' + key, (u) => u.tables.$queryRaw`SELECT yj_code::text FROM master.drug d WHERE d.valid_to IS NULL AND strpos(search_key, ${key}) > 0 ORDER BY is_common DESC, kana LIMIT 20`);
    await time('two arms ' + key, (u) => u.tables.$queryRaw`
      WITH beginning AS (SELECT yj_code, 0 AS rank FROM master.drug d WHERE valid_to IS NULL AND search_key ~>=~ ${key} AND search_key ~<~ ${to} ORDER BY is_common DESC, kana, yj_code LIMIT 20),
      inside AS (SELECT yj_code, CASE WHEN strpos(search_key, ' ' || ${key}) > 0 THEN 1 ELSE 2 END AS rank FROM master.drug d WHERE (SELECT count(*) FROM beginning) < 20 AND valid_to IS NULL AND strpos(search_key, ${key}) > 1 ORDER BY 2, is_common DESC, kana, yj_code LIMIT 20)
      SELECT d.yj_code::text, f.dose FROM (SELECT * FROM beginning UNION ALL SELECT * FROM inside) hit JOIN master.drug d USING (yj_code) LEFT JOIN master.drug_default f ON f.yj_code=d.yj_code ORDER BY hit.rank, d.is_common DESC, d.kana LIMIT 20`);
  }
  await time('name translate', (u) => u.tables.$queryRaw`SELECT id::text FROM patient WHERE starts_with(translate(upper(normalize(family_name || given_name, NFKC)), ${'髙'}, ${'高'}), ${'高橋'}) ORDER BY kana_key USING ~<~, birth_date LIMIT 20`);
  await time('name translate no norm', (u) => u.tables.$queryRaw`SELECT id::text FROM patient WHERE starts_with(translate(family_name || given_name, ${'髙'}, ${'高'}), ${'高橋'}) ORDER BY kana_key USING ~<~, birth_date LIMIT 20`);
  await time('kana', (u) => u.tables.$queryRaw`SELECT id::text FROM patient WHERE kana_key ~>=~ ${'ア'} AND kana_key ~<~ ${'ィ'} ORDER BY kana_key USING ~<~, birth_date LIMIT 20`);
  await db.run(scope, async (u) => log(JSON.stringify(await u.tables.$queryRaw(Prisma.sql`EXPLAIN ANALYZE SELECT id::text FROM patient WHERE kana_key ~>=~ ${'ア'} AND kana_key ~<~ ${'ィ'} ORDER BY kana_key USING ~<~, birth_date LIMIT 20`), null, 1)));
  await db.run(scope, async (u) => log(JSON.stringify(await u.tables.$queryRaw(Prisma.sql`EXPLAIN ANALYZE SELECT coalesce(max(patient_number::bigint), 0)::int + 1 AS next FROM patient WHERE patient_number ~ '^[0-9]{1,8}$' AND patient_number < '90000000'`), null, 1)));
  await db.close(); await test.drop();
});
