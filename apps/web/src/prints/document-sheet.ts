import type { DocumentHead } from '@shirube/core/records';
import { htmlToPdf } from '@shirube/pdf';
import { ageAt, toFullWidth } from '@shirube/terminology';
import type { DocumentRow } from './document-rows.ts';
import { html, type Part } from './markup.ts';
import { missingInWords, printPage } from './page.ts';
import { dateInWords, fullName } from './words.ts';

const style = `
@page { size: A4; margin: 14mm 15mm; }
body { font-size: 10.5pt; line-height: 1.5; }
h1 { font-size: 17pt; text-align: center; letter-spacing: .25em; padding-bottom: 2mm; }
.note { font-size: 9pt; text-align: right; }
.to { font-size: 12pt; line-height: 1.6; padding-bottom: 2mm; overflow-wrap: anywhere; }
.from { margin-left: auto; width: 112mm; padding-bottom: 3mm; display: grid; grid-template-columns: 24mm 1fr; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
.form > tbody > tr > th, .form > tbody > tr > td { border: .8pt solid #000; padding: 1.2mm 2mm; vertical-align: top; text-align: left; font-weight: 400; }
.form > tbody > tr > th { width: 32mm; }
.form > thead td { font-size: 9pt; padding-bottom: 1mm; }
.patient { display: grid; grid-template-columns: 20mm 1fr 16mm 1fr; gap: 0 2mm; overflow-wrap: anywhere; }
.patient .name { font-size: 13pt; font-weight: 700; }
.form li { padding-left: 1em; text-indent: -1em; }
.form li > * { text-indent: 0; }
.form li::before { content: '・'; }
.form td { overflow-wrap: anywhere; }
.words { white-space: pre-wrap; }
.rp { padding-left: 1em; }
.patient .wide { grid-column: span 3; }
.labs { width: auto; margin-left: 1em; }
.labs td { padding: 0 3mm 0 0; vertical-align: top; }
footer { font-size: 9pt; padding-top: 2mm; break-inside: avoid; }
`;

const sexes = { male: '男', female: '女', other: 'その他', unknown: '不明' } as const;

export interface DocumentSheet {
  title: string;
  head: DocumentHead;
  /** above the patient: to whom, from whom; null for what goes to nobody by name */
  addressed: Part;
  rows: readonly DocumentRow[];
  footer: readonly string[];
  /** characters that stand as ■ */
  missing: readonly string[];
}

/**
 * A document on A4 as rows with a heading each. What is long goes on over further sheets, each of which says again whose it is.
 *
 * @throws PdfError as htmlToPdf
 */
export async function printSheet(sheet: DocumentSheet): Promise<Uint8Array> {
  const { title, head } = sheet;
  const { patient } = head;
  const age = toFullWidth(String(ageAt(patient.birthDate, head.issuedOn)));
  const body = html`<h1>${title}</h1>
<p class="note">${dateInWords(head.issuedOn)}　第${toFullWidth(String(head.versionNo))}版</p>
${sheet.addressed}
<table class="form"><thead><tr><td colspan="2">患者　${fullName(patient)}　${dateInWords(patient.birthDate)}生　${title}　${dateInWords(head.issuedOn)}</td></tr></thead><tbody>
<tr><td colspan="2"><div class="patient"><span>患者氏名</span><span class="name">${fullName(patient)}</span><span>性別</span><span>${sexes[patient.sex]}</span>
<span>フリガナ</span><span>${patient.familyKana}　${patient.givenKana}</span><span>電話</span><span>${patient.phone ?? ''}</span>
<span>生年月日</span><span>${dateInWords(patient.birthDate)}（${age}歳）</span><span>職業</span><span></span>
<span>患者住所</span><span class="wide">${patient.postalCode ? `〒${patient.postalCode}　` : ''}${patient.address ?? ''}</span></div></td></tr>
${sheet.rows.map((row) => html`<tr><th>${row.title}</th><td>${row.body}</td></tr>`)}
</tbody></table>
<footer>${[...sheet.footer, missingInWords(sheet.missing)].filter((each) => each !== '').map((each) => html`<p>${each}</p>`)}</footer>`;
  return htmlToPdf(await printPage({ title, style, body }));
}

/** The clinic and the doctor, as they stand below the address of a letter. */
export function fromBlock({ facility, author }: DocumentHead): Part {
  const fax = facility.fax ? `　FAX ${facility.fax}` : '';
  return html`<div class="from"><span>医療機関</span><span>${facility.name}　${facility.departmentName}</span>
<span>所在地</span><span>〒${facility.postalCode}　${facility.address}</span><span>電話</span><span>${facility.phone}${fax}</span>
<span>医師氏名</span><span>${fullName(author)}</span></div>`;
}
