import { randomUUID } from 'node:crypto';
import {
  attachFile,
  confirmDocument,
  type DocumentContent,
  openDocument,
  type Receiver,
  saveDocument,
  startDocument,
} from '@shirube/core/documents';
import type { DocumentKind } from '@shirube/core/records';
import { openDatabase, type Scope, type UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate } from '@shirube/terminology';
import { demoPdf, demoPng } from './document-files.ts';

interface DemoDocument {
  /** which of the clinic's chronic patients it is of, from 0 */
  patient: number;
  kind: DocumentKind;
  daysAgo: number;
  files: { title: string; content: string }[];
  /** words of sections by code */
  sections: Record<string, string>;
  fill(content: DocumentContent, earlier: readonly string[]): DocumentContent;
}

const hospital: Receiver = {
  institutionCode: '1319900013',
  name: '架空中央クリニック',
  postalCode: '100-0011',
  address: '東京都架空区中央一丁目２番３号',
  phone: '03-0000-0101',
  departmentCode: null,
  departmentName: '循環器内科',
  doctorName: null,
};
const shirube: Receiver = {
  institutionCode: '1311234569',
  name: 'しるべ内科クリニック',
  postalCode: '100-0000',
  address: '東京都架空区標１－２－３',
  phone: '03-0000-0001',
  departmentCode: null,
  departmentName: '内科',
  doctorName: '山田 花子',
};

const letterTo =
  (to: Receiver, more: object = {}) =>
  (content: DocumentContent): DocumentContent =>
    ({ ...content, to, consented: true, ...more }) as DocumentContent;

const course = {
  '360':
    '数年前から高血圧症で通院中。家庭血圧は 130/80 前後で落ち着いていた。\n２週間前から、階段を上がると動悸と軽い息切れがある。胸痛はない。',
  '610': '血圧 142/86　脈拍 88 不整　心雑音なし　下肢に軽い浮腫あり',
  '330': 'アムロジピンを続けている。減塩の指導をした。',
};

/** What the demo clinics have written, by the clinic. */
const documents: Record<string, readonly DemoDocument[]> = {
  shirube: [
    {
      patient: 0,
      kind: 'referral',
      daysAgo: 5,
      files: [
        { title: '心電図.pdf', content: demoPdf('ECG 12 leads (demo)') },
        { title: '胸部写真.png', content: demoPng() },
      ],
      sections: {
        ...course,
        '950': '動悸の精査をお願いします。心房細動を疑っています。',
        '640': '喫煙なし。飲酒は機会飲酒。元教員。',
      },
      fill: letterTo(hospital),
    },
    {
      patient: 1,
      kind: 'reply',
      daysAgo: 4,
      files: [],
      sections: {
        '950': 'ご紹介ありがとうございました。当院で引き続き拝見します。',
        '360': 'ご紹介のとおり高血圧症で、当院でも家庭血圧は安定しています。',
        '420': '３か月ごとに採血を行い、変化があればご連絡します。',
      },
      fill: letterTo(hospital, {
        inReplyTo: {
          identifier: '1319900013^2026^demo-letter-1',
          facilityName: '架空中央クリニック',
        },
      }),
    },
    {
      patient: 2,
      kind: 'care_summary',
      daysAgo: 3,
      files: [],
      sections: {},
      fill: (content) =>
        ({
          ...content,
          plan: '塩分は１日６ｇまでにしましょう。みそ汁は１日１杯まで。\n毎朝、起きて１時間のうちに血圧を測り、手帳に書いてください。\n１日３０分ほど、息がはずむくらいの速さで歩きましょう。',
        }) as DocumentContent,
    },
  ],
  minato: [
    {
      patient: 0,
      kind: 'discharge_summary',
      daysAgo: 6,
      files: [],
      sections: {
        '312': '脱水と全身倦怠感のため、点滴と経過観察を目的に入院した。',
        '352': '体がだるい、食欲がない',
        '360': '入院の３日前から食事がとれず、尿量が減った。',
        '333':
          '点滴で補液を行い、翌日から食事を再開した。血圧は入院中 124/72 前後で安定していた。合併症なく経過した。',
        '424': '水分を１日１.５Ｌとること。２週間後に外来を受診すること。',
        '444': '退院時の薬は、入院前と同じ。',
        '614': '血圧 126/74　脈拍 70 整　皮膚の乾燥なし',
      },
      fill: (content) =>
        ({
          ...content,
          admitSource: '1',
          dischargeDisposition: '1',
        }) as DocumentContent,
    },
    {
      patient: 0,
      kind: 'referral',
      daysAgo: 5,
      files: [],
      sections: {
        '950': '退院後の高血圧症の継続診療をお願いします。',
        '360': '脱水で当院に入院し、軽快して退院しました。退院時サマリーを同封します。',
        '330': '点滴で補液を行い、軽快しました。',
      },
      fill: (content, [summary]) =>
        letterTo(shirube, { enclosedDocumentId: summary, category: 'DISCHARGE' })(content),
    },
    {
      patient: 1,
      kind: 'care_summary',
      daysAgo: 2,
      files: [],
      sections: {},
      fill: (content) =>
        ({
          ...content,
          plan: '薬は毎朝、朝食のあとに飲んでください。飲み忘れたときは、次の日に２回分を飲まないでください。\n夜は早めに休み、寝る前のお酒はひかえましょう。',
        }) as DocumentContent,
    },
  ],
};

/**
 * What the demo clinic has written so far, by the use cases that the screens use. Nothing of it is sent: the sharing service shows what visitors do.
 * Runs as the app role, after the clinic is there.
 */
export async function writeDemoDocuments(options: {
  appUrl: string;
  tenantId: string;
  doctorId: string;
  slug: string;
  asOf: CalendarDate;
}): Promise<void> {
  const scope: Scope = {
    tenantId: options.tenantId,
    actor: { staffId: options.doctorId, name: '見本', role: 'doctor', requestId: randomUUID() },
  };
  let now = new Date();
  const database = openDatabase({ url: options.appUrl, poolSize: 1, now: () => now });
  const run = <T>(work: (uow: UnitOfWork) => Promise<T>) => database.run(scope, work);
  try {
    const patients = await run(chronicPatients);
    const written: { patientId: string; documentId: string }[] = [];
    for (const document of documents[options.slug] ?? []) {
      const day = addDays(options.asOf, -document.daysAgo);
      now = new Date(`${day}T17:30:00+09:00`);
      const patientId = patients[document.patient];
      if (patientId === undefined) continue;
      const earlier = written
        .filter((each) => each.patientId === patientId)
        .map(({ documentId }) => documentId);
      written.push({
        patientId,
        documentId: await run((uow) => write(uow, document, patientId, earlier, day)),
      });
    }
  } finally {
    await database.close();
  }
}

/** Patients with several visits and drugs, none of those whom the journeys and the tour are about. */
async function chronicPatients(uow: UnitOfWork): Promise<string[]> {
  const rows = await uow.tables.$queryRaw<{ id: string }[]>`
    SELECT p.id::text FROM patient p
     WHERE p.patient_number NOT LIKE '00001%' AND p.patient_number <> '00009999'
       AND EXISTS (SELECT 1 FROM coverage c WHERE c.patient_id = p.id)
       AND (SELECT count(*) FROM encounter e WHERE e.patient_id = p.id) >= 4
     ORDER BY p.patient_number LIMIT 8`;
  return rows.map((row) => row.id);
}

async function write(
  uow: UnitOfWork,
  document: DemoDocument,
  patientId: string,
  earlier: readonly string[],
  day: CalendarDate,
): Promise<string> {
  const { documentId } = await startDocument(uow, {
    patientId,
    encounterId: null,
    kind: document.kind,
    copyOf: null,
    replyTo: null,
  });
  const target = { patientId, documentId };
  for (const file of document.files) await attachFile(uow, { ...target, ...file });
  const { draft } = await openDocument(uow, target);
  if (!draft) throw new Error('a demo document without a draft');
  const begun = draft.content as DocumentContent;
  const content =
    'sections' in begun
      ? {
          ...begun,
          sections: begun.sections.map((section) => {
            const text = document.sections[section.code];
            return text === undefined ? section : { ...section, include: true, text };
          }),
          ...(begun.kind === 'discharge_summary'
            ? { admittedOn: addDays(day, -9), dischargedOn: addDays(day, -2) }
            : {}),
        }
      : begun;
  const { revision, missing } = await saveDocument(uow, {
    ...target,
    baseRevision: 1,
    content: document.fill(content as DocumentContent, earlier),
  });
  const must = missing.find((each) => each.severity === 'must');
  if (must) throw new Error(`a demo document lacks something: ${must.message}`);
  await confirmDocument(uow, { ...target, baseRevision: revision, reason: null, send: false }, () => []);
  return documentId;
}
