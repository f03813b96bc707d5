/** 処方内容（控え） as an A5 PDF: what the patient takes to the pharmacy. */
import { embeddedFontCss, FORM_FONT_STACK, htmlToPdf } from '@shirube/pdf';
import { html } from 'hono/html';
import type { DemoPerson } from '../knowledge/people.ts';
import type { StoredLine, StoredPrescription } from '../state/state.ts';

const STYLE = `
@page { size: A5; margin: 9mm 10mm; }
* { box-sizing: border-box; }
body { margin: 0; font: 10.5pt/1.5 ${FORM_FONT_STACK}; color: #1a1a1a; }
.mark { border: 1.5pt solid #ce0000; color: #ce0000; font-weight: 700; text-align: center; padding: 1mm; margin-bottom: 3mm; }
h1 { font-size: 15pt; margin: 0; text-align: center; letter-spacing: .1em; }
.note { text-align: center; font-size: 9pt; margin: 0 0 3mm; }
.number { border: 2pt solid #1a1a1a; border-radius: 2mm; padding: 2mm 3mm; text-align: center; margin-bottom: 3mm; }
.number small { display: block; font-size: 9.5pt; }
.number b { font-size: 25pt; line-height: 1.25; letter-spacing: .04em; white-space: nowrap; }
dl { display: grid; grid-template-columns: 24mm 1fr; margin: 0 0 3mm; gap: .6mm 2mm; }
dt { color: #4d4d4d; } dd { margin: 0; }
dd.name { font-size: 13pt; font-weight: 700; }
section { border-top: .75pt solid #1a1a1a; padding: 1.5mm 0; break-inside: avoid; }
.drug { display: grid; grid-template-columns: 8mm 1fr auto; column-gap: 1mm; font-weight: 700; }
.drug b { white-space: nowrap; }
.usage { padding-left: 9mm; }
footer { border-top: .75pt solid #1a1a1a; padding-top: 1.5mm; font-size: 8.5pt; color: #4d4d4d; }
`;

const QUANTITY_UNIT: Record<string, string> = { '1': '日分', '2': '回分' };

/** Throws PdfError when no browser can print here. */
export async function printCopy(prescription: StoredPrescription, person: DemoPerson): Promise<Uint8Array> {
  return htmlToPdf(await copyHtml(prescription, person), { format: 'A5' });
}

/** The document that is printed, with the fonts it needs inside. */
export async function copyHtml(prescription: StoredPrescription, person: DemoPerson): Promise<string> {
  const body = await copyBody(prescription, person);
  const fonts = await embeddedFontCss(body);
  return `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>処方内容（控え）</title><style>${fonts}${STYLE}</style></head><body>${body}</body></html>`;
}

/** The number in groups of four, as it is read aloud and typed. */
export function groupedAccessCode(accessCode: string): string {
  return accessCode.replace(/(\d{4})(?=\d)/g, '$1 ');
}

async function copyBody(prescription: StoredPrescription, person: DemoPerson): Promise<string> {
  const groups = Map.groupBy(prescription.lines, (line) => line.rpNumber);
  const rendered = await html`
<div class="mark">TEST / 模擬　実際の処方ではありません</div>
<h1>処方内容（控え）</h1>
<p class="note">${prescription.issueType === '1' ? '電子処方箋' : '紙の処方箋（電子処方箋対応）'}</p>
<div class="number"><small>引換番号</small><b>${groupedAccessCode(prescription.accessCode)}</b></div>
<dl>
<dt>氏名</dt><dd class="name">${prescription.patientName}</dd>
<dt>生年月日</dt><dd>${japaneseDate(person.birthDate)}</dd>
<dt>保険者番号</dt><dd>${person.insurance?.insurerNumber ?? person.publicSubsidies[0]?.payerNumber ?? ''}</dd>
<dt>交付年月日</dt><dd>${japaneseDate(prescription.issuedOn)}</dd>
<dt>使用期限</dt><dd>${japaneseDate(prescription.validUntil)}まで（この日を含む）</dd>
<dt>医療機関</dt><dd>${prescription.facilityName}</dd>
<dt>医師</dt><dd>${prescription.prescriberName}</dd>
</dl>
${[...groups].map(([rpNumber, lines]) => group(rpNumber, lines))}
<footer>薬局では、この控えか引換番号と、マイナンバーカードまたは資格確認書をお出しください。控えだけではお薬は受け取れません。</footer>`;
  return String(rendered);
}

function group(rpNumber: number, lines: StoredLine[]) {
  const first = lines[0]!;
  const quantity = QUANTITY_UNIT[first.formClass];
  return html`<section>
${lines.map(
  (line, index) =>
    html`<div class="drug"><span>${index === 0 ? `${rpNumber}）` : ''}</span><span>${line.name}</span><b>${line.dose}${line.unit}</b></div>`,
)}
<div class="usage">${first.usageText}${quantity === undefined ? '' : `　${first.quantity}${quantity}`}</div>
</section>`;
}

function japaneseDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
}
