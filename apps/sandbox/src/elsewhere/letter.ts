import type { JsonObject } from '../sharing/json.ts';
import { CLINS } from '../sharing/names.ts';
import { type DischargeElsewhere, dischargeBundle } from './discharge-summary.ts';
import { doctorEntry, documentBundle, fileEntry, institutionEntry, section } from './document.ts';
import {
  type AllergyElsewhere,
  allergyEntry,
  type ConditionElsewhere,
  conditionEntry,
  type ResultElsewhere,
  resultEntry,
} from './items.ts';
import { type PrescriptionElsewhere, prescriptionEntry } from './prescription.ts';
import { type Entry, urn, type Writing } from './resources.ts';

export interface LetterElsewhere {
  localId: string;
  issuedOn: string;
  purpose: string;
  complaint: string;
  presentIllness: string;
  pastIllness?: string;
  conditions: readonly ConditionElsewhere[];
  allergies?: readonly AllergyElsewhere[];
  results?: { collectedAt: string; items: readonly ResultElsewhere[] };
  prescriptions?: readonly PrescriptionElsewhere[];
  files?: readonly { title: string; mediaType: string; content: Uint8Array }[];
  discharge?: DischargeElsewhere;
  remarks?: string;
}

interface Institutions {
  from: Parameters<typeof institutionEntry>[1];
  to: Parameters<typeof institutionEntry>[1];
}

/** 診療情報提供書 of another institution. */
export function letterBundle(
  writing: Writing,
  { from, to }: Institutions,
  letter: LetterElsewhere,
): JsonObject {
  const own = institutionEntry(writing, from);
  const receiver = institutionEntry(writing, to);
  const doctor = doctorEntry(writing);
  const conditions = letter.conditions.map((each) => conditionEntry(writing, each));
  const allergies = (letter.allergies ?? []).map((each) => allergyEntry(writing, each));
  const { results } = letter;
  const observations = results?.items.map((each) => resultEntry(writing, each, results.collectedAt)) ?? [];
  const prescriptions = (letter.prescriptions ?? []).map((each) => prescriptionEntry(writing, each));
  const attached = attachments(writing, from, letter);
  const optional = (code: string, title: string, entries: readonly Entry[], words = ''): JsonObject[] =>
    entries.length === 0 && words === '' ? [] : [section(code, title, words, entries)];
  const structured = section(
    '300',
    '構造情報',
    '',
    [],
    [
      section('950', '紹介目的', letter.purpose),
      section('340', '傷病名・主訴', letter.complaint, conditions),
      section('360', '現病歴', letter.presentIllness),
      ...optional('370', '既往歴', [], letter.pastIllness),
      ...optional('510', 'アレルギー・不耐性反応', allergies),
      ...optional('430', '投薬指示', prescriptions),
      ...optional('620', '検査結果', observations),
    ],
  );
  return documentBundle(
    writing,
    {
      localId: letter.localId,
      bundleProfile: `${CLINS}/StructureDefinition/JP_Bundle_eReferral`,
      compositionProfile: 'http://jpfhir.jp/fhir/eReferral/StructureDefinition/JP_Composition_eReferral',
      type: { code: '57133-1', display: '診療情報提供書' },
      category:
        letter.discharge === undefined
          ? { code: 'OUTPATIENT', display: '外来文書' }
          : { code: 'DISCHARGE', display: '退院時文書' },
      title: '診療情報提供書',
      context: {
        custodian: { reference: own.fullUrl },
        event: [{ code: [{ text: '診療情報提供書発行' }], period: { start: letter.issuedOn } }],
      },
      sections: [
        section('920', '紹介元情報', '', [own, doctor]),
        section('910', '紹介先情報', '', [receiver]),
        structured,
        ...optional('210', '添付情報', attached),
        ...optional('220', '備考・連絡情報', [], letter.remarks),
      ],
    },
    { doctor, institution: own },
    [receiver, ...conditions, ...allergies, ...observations, ...prescriptions, ...attached],
  );
}

function attachments(
  writing: Writing,
  from: Institutions['from'],
  { localId, files = [], discharge }: LetterElsewhere,
): Entry[] {
  const entries = files.map((file, index) => fileEntry(writing, { ...file, id: `${localId}-${index}` }));
  if (discharge === undefined) return entries;
  const fullUrl = urn(writing.vendor.institutionCode, discharge.localId, 'bundle');
  return [...entries, { fullUrl, resource: dischargeBundle(writing, from, discharge) }];
}
