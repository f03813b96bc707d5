import type { PrescriptionRecord, RpRecord } from '@shirube/core/records';
import { toFullWidth } from '@shirube/terminology';
import { html, type Markup } from './markup.ts';
import { doseInWords, lineName, lineNotes, quantityInWords, shareInWords, usageInWords } from './words.ts';

/** A row of the 処方 or 備考 box that is measured and put on a sheet as a whole. */
export interface Row {
  key: string;
  markup: Markup;
}

const line = (
  key: string,
  kind: string,
  parts: { unchangeable?: boolean; wish?: boolean; no?: string; what: string; much?: string },
): Row => ({
  key,
  markup: html`<div class="line ${kind}" data-measure="${key}"><span class="check">${parts.unchangeable ? '✓' : ''}</span><span class="check">${parts.wish ? '✓' : ''}</span><span class="no">${parts.no ?? ''}</span><span class="what">${parts.what}</span><span class="much">${parts.much ?? ''}</span></div>`,
});

/** The rows of one RP: its drugs with what belongs to each, then how and how long they are taken. */
export function rpRows(rp: RpRecord): Row[] {
  const key = `rp${rp.rpNumber}`;
  const drugs = rp.medications.flatMap((each, index) => [
    line(`${key}-${each.itemNumber}`, 'drug', {
      unchangeable: each.substitution?.kind === 'no_generic',
      wish: each.supplements.some(({ kind }) => kind === 'brand_at_patients_wish'),
      no: index === 0 ? `${toFullWidth(String(rp.rpNumber))}）` : '',
      what: lineName(each),
      much: doseInWords(each),
    }),
    ...lineNotes(each).map((note, at) =>
      line(`${key}-${each.itemNumber}-${at}`, 'note', { what: `〔${note}〕` }),
    ),
  ]);
  const usage = line(`${key}-usage`, 'usage', { what: usageInWords(rp), much: quantityInWords(rp) });
  const supplements = rp.supplements.map((each, at) =>
    line(`${key}-s${at}`, 'note', { what: `〔${each.text}〕` }),
  );
  const split =
    rp.splitQuantities === null
      ? []
      : [
          line(`${key}-split`, 'note', {
            what: `〔分割　${rp.splitQuantities
              .map((each, at) => toFullWidth(`${at + 1}回目${each}${rp.formClass === '2' ? '回分' : '日分'}`))
              .join('・')}〕`,
          }),
        ];
  return [...drugs, usage, ...supplements, ...split];
}

/** 以下余白: nothing may be written below. */
export const endRow = line('end', 'end', { what: '以下余白' });
/** Below the last row of a sheet that is not the last. */
export const continuedRow = line('continued', 'end', { what: '（次の用紙に続く）' });

/** What the 備考 box says, most important first. */
export function remarkRows(record: PrescriptionRecord, extra: readonly string[]): Row[] {
  const { patient, narcotic } = record;
  const share = shareInWords(patient, record.issuedOn);
  const third = patient.publicSubsidies[2];
  const remarks = [
    share,
    narcotic
      ? `麻薬施用者免許番号　${narcotic.licenceNumber}　患者住所　${narcotic.patientAddress}　電話　${narcotic.patientPhone}`
      : null,
    ...extra,
    ...record.remarks.map((each) => each.text),
    third ? `第三公費　負担者番号${third.payerNumber}　受給者番号${third.recipientNumber ?? ''}` : null,
    patient.specialSubsidy
      ? `特殊公費　負担者番号${patient.specialSubsidy.payerNumber}　受給者番号${patient.specialSubsidy.recipientNumber}`
      : null,
    ...record.clinicalNotes.map((each) =>
      each.drugName === null ? each.comment : `${each.drugName}：${each.comment}`,
    ),
    ...record.labValues.map((each) => `検査値　${each}`),
  ].filter((each) => each !== null && each !== '');
  return remarks.map((text, index) => ({
    key: `remark${index}`,
    markup: html`<p class="note-row" data-measure="remark${index}">${text}</p>`,
  }));
}
