import { randomUUID } from 'node:crypto';
import { loadReportUnit } from '../../packages/core/src/delivery/index.ts';
import { attachmentContents } from '../../packages/core/src/documents/attachments.ts';
import { type ChartForDocument, loadChartForDocument } from '../../packages/core/src/documents/chart.ts';
import { checkupForm } from '../../packages/core/src/documents/checkup/index.ts';
import { formOf } from '../../packages/core/src/documents/forms/index.ts';
import { documentHead } from '../../packages/core/src/documents/head.ts';
import { type DocumentContent, filesOf } from '../../packages/core/src/documents/index.ts';
import { kindsHere } from '../../packages/core/src/documents/kinds.ts';
import { readLabReport } from '../../packages/core/src/lab/index.ts';
import type { DocumentRecord } from '../../packages/core/src/records/index.ts';
import type { Scope, UnitOfWork } from '../../packages/db/src/index.ts';
import {
  allergiesToBundle,
  conditionsToBundle,
  observationsToBundle,
  type ReportKind,
  reportUnitLocalId,
  selectForReport,
} from '../../packages/fhir-mapper/src/index.ts';
import { type Artifact, AS_OF, documentToBundle, TIMESTAMP } from './artifact.ts';
import { answeredCheckup, checkupPrograms } from './demo-checkup.ts';
import { withDemoDatabase } from './demo-database.ts';
import { reportSomeItems } from './demo-lab.ts';

type Part = Omit<Artifact, 'name'> & { part: string };
type Source = (uow: UnitOfWork, patientId: string) => Promise<Part[]>;

/** 傷病名, アレルギー等 and every report of results: what is registered as a report unit of its own. */
const reportUnits: Source = async (uow, patientId) => {
  const { facility, patient, ...unit } = await loadReportUnit(uow, patientId);
  const base = (kind: ReportKind, sourceId: string) => ({
    facility,
    patient,
    bundleLocalId: reportUnitLocalId(kind, sourceId),
    issueYear: Number(AS_OF.slice(0, 4)),
    timestamp: TIMESTAMP,
  });
  const conditions = selectForReport(unit.conditions, AS_OF);
  const allergies = selectForReport(unit.allergies, AS_OF);
  const parts: Part[] = [];
  // an empty set is sent as a cancellation, not as a Bundle (bundle-types §3)
  if (conditions.length > 0) {
    const bundle = conditionsToBundle({ ...base('Condition', patientId), conditions });
    parts.push({ type: 'conditions', part: 'all', bundle });
  }
  if (allergies.length > 0) {
    const bundle = allergiesToBundle({ ...base('AllergyIntolerance', patientId), allergies });
    parts.push({ type: 'allergies', part: 'all', bundle });
  }
  const rows = await uow.tables.labReport.findMany({ where: { patientId }, orderBy: { id: 'asc' } });
  for (const [index, { id }] of rows.entries()) {
    const report = await readLabReport(uow, id);
    if (report === null || report.results.length === 0) continue;
    const bundle = observationsToBundle({ ...base('Observation', id), report });
    parts.push({ type: 'results', part: String(index + 1), bundle });
  }
  return parts;
};

/** Every document that was confirmed, in its newest version. */
const confirmedDocuments: Source = async (uow, patientId) => {
  const rows = await uow.tables.clinicalDocument.findMany({
    where: { patientId, enteredInError: false },
    orderBy: [{ documentId: 'asc' }, { versionNo: 'desc' }],
    distinct: ['documentId'],
  });
  const parts: Part[] = [];
  for (const [index, { record: json, kind }] of rows.entries()) {
    const record = json as unknown as DocumentRecord;
    const files = await attachmentContents(uow, filesOf(record));
    const bundle = documentToBundle(record, files);
    parts.push({ type: `confirmed-${kind.replace('_', '-')}`, part: String(index + 1), bundle });
  }
  return parts;
};

/** Documents begun for the patient, with only that added by hand which nobody can pre-fill. */
const begunDocuments: Source = async (uow, patientId) => {
  const hasBeds = (await kindsHere(uow)).some(
    ({ kind, unavailable }) => kind === 'discharge_summary' && unavailable === null,
  );
  const parts: Part[] = [];
  const head = { patientId, documentId: randomUUID(), encounterId: null, versionNo: 1 };
  for (const kind of ['referral', 'care_summary', 'discharge_summary'] as const) {
    if (kind === 'discharge_summary' && !hasBeds) continue;
    const chart = await loadChartForDocument(uow, patientId, { kind, documentId: null });
    const form = formOf(kind);
    const content = written(form.start(chart), chart);
    if (form.missing(content, chart, []).some(({ severity }) => severity === 'must')) continue;
    const record = form.record(content, {
      head: await documentHead(uow, chart, head),
      chart,
      attachments: [],
      enclosed: null,
    });
    const bundle = documentToBundle(record, new Map());
    parts.push({ type: kind.replace('_', '-'), part: 'begun', bundle });
  }
  return parts;
};

/** A check-up with every line answered, of each program in turn: the next patient has the next one. */
const begunCheckup: Source = async (uow, patientId) => {
  const chart = await loadChartForDocument(uow, patientId, { kind: 'checkup', documentId: null });
  const program = checkupPrograms[Number(chart.patient.patientNumber) % checkupPrograms.length] ?? 'special';
  const content = answeredCheckup(checkupForm.start(chart), chart, program);
  if (checkupForm.missing(content, chart, []).some(({ severity }) => severity === 'must'))
    throw new Error(`a check-up of ${program} cannot be answered`);
  const head = { patientId, documentId: randomUUID(), encounterId: null, versionNo: 1 };
  const record = checkupForm.record(content, {
    head: await documentHead(uow, chart, head),
    chart,
    attachments: [],
    enclosed: null,
  });
  const bundle = documentToBundle(record, new Map());
  return [{ type: `checkup-${program.replace('_', '-')}`, part: 'begun', bundle }];
};

/** What a doctor adds: words where the form wants them, the results that matter, to whom it goes, the stay. */
function written(content: DocumentContent, chart: ChartForDocument): DocumentContent {
  if (content.kind === 'checkup') return content;
  if (content.kind === 'care_summary')
    return { ...content, plan: '塩分をひかえ、毎朝血圧を測ってください。' };
  const sections = content.sections.map((section) => ({
    ...section,
    text: section.include && section.entries.length === 0 && section.text === '' ? '特記なし' : section.text,
  }));
  if (content.kind === 'discharge_summary')
    return {
      ...content,
      sections,
      admittedOn: '2026-11-10',
      dischargedOn: '2026-11-18',
      admitSource: '1',
      dischargeDisposition: '1',
    };
  const to = {
    institutionCode: '1310000019',
    name: '架空総合病院',
    postalCode: '100-0000',
    address: '東京都架空区１－１',
    phone: '03-0000-1111',
    departmentCode: '08',
    departmentName: '循環器内科',
    doctorName: '紹介 先生',
  };
  const results = chart.labReports
    .slice(0, 3)
    .map(({ reportId }) => ({ type: 'lab_report' as const, id: reportId }));
  return {
    ...content,
    to,
    consented: true,
    sections: sections.map((section) =>
      section.code === '620' && results.length > 0
        ? { ...section, include: true, text: '', entries: results }
        : section,
    ),
  };
}

const sources: readonly Source[] = [reportUnits, confirmedDocuments, begunDocuments, begunCheckup];

/**
 * With `quick`, results are reported and documents begun for the first patients, whose stories are told one by one, and for one of so many
 * others.
 */
const FIRST = 20;
const ONE_OF = 15;

/** Everything of every patient of the demo clinics, each clinic's documents by its first doctor. */
export async function demoArtifacts(quick: boolean): Promise<Artifact[]> {
  return withDemoDatabase(AS_OF, new Date(TIMESTAMP), async (database) => {
    const artifacts: Artifact[] = [];
    for (const { tenantId, slug } of await database.operations.everyClinic()) {
      const doctor = await database.run(scope(tenantId, null), (uow) =>
        uow.tables.staff.findFirstOrThrow({ where: { licence: '医師' }, orderBy: { doctorCode: 'asc' } }),
      );
      const patients = await database.run(scope(tenantId, doctor.id), (uow) =>
        uow.tables.patient.findMany({ orderBy: { patientNumber: 'asc' } }),
      );
      // a unit of work for each patient: one for a whole clinic would outlast its time
      for (const [index, { id, patientNumber }] of patients.entries()) {
        const isSkipped = quick && index >= FIRST && index % ONE_OF > 0;
        await database.run(scope(tenantId, doctor.id), async (uow) => {
          if (!isSkipped) await reportSomeItems(uow, id, index);
          for (const source of sources) {
            if (isSkipped && (source === begunDocuments || source === begunCheckup)) continue;
            for (const { part, ...artifact } of await source(uow, id))
              artifacts.push({ ...artifact, name: `${slug}-${patientNumber}-${part}` });
          }
        });
      }
    }
    return artifacts;
  });
}

const scope = (tenantId: string, staffId: string | null): Scope => ({
  tenantId,
  actor: { staffId, name: '', role: staffId === null ? 'system' : 'doctor', requestId: randomUUID() },
});
