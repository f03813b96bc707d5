import type { PrescriptionRecord, RpRecord } from '@shirube/core/records';
import { htmlToPdf } from '@shirube/pdf';
import { toFullWidth } from '@shirube/terminology';
import { html, type Markup } from './markup.ts';
import { drawable, missingInWords, printPage } from './page.ts';
import { type Modules, symbol } from './qr.ts';
import {
  dateInWords,
  doseInWords,
  fullName,
  lineName,
  lineNotes,
  quantityInWords,
  usageInWords,
} from './words.ts';

const style = `
@page { size: A5; margin: 9mm 10mm; }
body { font-size: 10.5pt; line-height: 1.45; }
h1 { font-size: 15pt; text-align: center; letter-spacing: .1em; }
.note { text-align: center; font-size: 9pt; padding-bottom: 2mm; }
.number { display: flex; align-items: center; justify-content: center; gap: 4mm; border: 1.5pt solid #000; border-radius: 2mm; padding: 1.5mm 3mm; margin-bottom: 3mm; }
.number b { display: block; font-size: 20pt; line-height: 1.3; white-space: nowrap; }
dl { display: grid; grid-template-columns: 26mm 1fr; gap: .5mm 2mm; padding-bottom: 2mm; }
dd { overflow-wrap: anywhere; }
.name { font-size: 13pt; font-weight: 700; }
section { border-top: .7pt solid #000; padding: 1.5mm 0; break-inside: avoid; }
.drug { display: grid; grid-template-columns: 9mm 1fr auto; column-gap: 1mm; font-weight: 700; }
.drug span { overflow-wrap: anywhere; }
.usage { padding-left: 10mm; }
.extra { padding-left: 10mm; font-size: 9pt; }
footer { border-top: .7pt solid #000; padding-top: 1.5mm; font-size: 8.5pt; break-inside: avoid; }
`;

/**
 * 処方内容（控え） of an electronic prescription, made here as long as the service's own is not at hand. It is no prescription, and says so.
 *
 * @throws PdfError as htmlToPdf
 */
export async function printCopy(
  given: PrescriptionRecord,
  accessSymbol: Modules | null,
): Promise<Uint8Array> {
  const { content: record, missing } = await drawable(given);
  const { patient, facility, accessCode } = record;
  const body = html`<h1>処方内容（控え）</h1><p class="note">電子処方箋　この控えは${facility.name}が作りました</p>
${
  accessCode === null
    ? null
    : html`<div class="number"><p>引換番号<b>${accessCode.replace(/(\d{4})(?=\d)/g, '$1 ')}</b></p>${accessSymbol ? symbol(accessSymbol, '引換番号') : null}</div>`
}
<dl><dt>氏名</dt><dd class="name">${fullName(patient)}</dd><dt>生年月日</dt><dd>${dateInWords(patient.birthDate)}</dd>
<dt>交付年月日</dt><dd>${dateInWords(record.issuedOn)}</dd><dt>使用期限</dt><dd>${dateInWords(record.validUntil)}まで（この日を含む）</dd>
${record.refillCount === null ? null : html`<dt>リフィル</dt><dd>総使用回数 ${toFullWidth(String(record.refillCount))}回</dd>`}
<dt>医療機関</dt><dd>${facility.name}　${facility.departmentName}</dd><dt>医師</dt><dd>${fullName(record.prescriber)}</dd></dl>
${record.rps.map(group)}
${record.remarks.map((each) => html`<p class="extra">備考　${each.text}</p>`)}
<footer><p>薬局では、引換番号と、マイナンバーカードか資格確認書をお出しください。この控えは処方箋ではありません。</p><p>${missingInWords(missing)}</p></footer>`;
  return htmlToPdf(await printPage({ title: '処方内容（控え）', style, body }));
}

function group(rp: RpRecord): Markup {
  return html`<section>${rp.medications.map(
    (line, index) =>
      html`<div class="drug"><span>${index === 0 ? toFullWidth(`${rp.rpNumber}）`) : ''}</span><span>${lineName(line)}</span><span>${doseInWords(line)}</span></div>${lineNotes(line).map((note) => html`<p class="extra">〔${note}〕</p>`)}`,
  )}<p class="usage">${usageInWords(rp)}　${quantityInWords(rp)}</p>${rp.supplements.map((each) => html`<p class="extra">〔${each.text}〕</p>`)}</section>`;
}
