import type { MedicationRecord, PrescriptionRecord, RpRecord } from '@shirube/core/records';
import { htmlToPdf } from '@shirube/pdf';
import { toFullWidth } from '@shirube/terminology';
import { html, type Markup } from './markup.ts';
import { drawable, missingInWords, printPage } from './page.ts';
import { amountsOf, timesOf, timesOfDay } from './times-of-day.ts';
import { dateInWords, doseInWords, fullName, lineNotes, quantityInWords, usageInWords } from './words.ts';

const style = `
@page { size: A4; margin: 14mm; }
body { font-size: 12pt; line-height: 1.5; }
h1 { font-size: 20pt; text-align: center; letter-spacing: .1em; padding-bottom: 3mm; }
h1 small { font-size: 12pt; letter-spacing: 0; }
.who { display: grid; grid-template-columns: 1fr auto; column-gap: 6mm; align-items: end; border-bottom: 1.2pt solid #000; padding-bottom: 2mm; margin-bottom: 4mm; }
.who .name { font-size: 17pt; overflow-wrap: anywhere; }
.who p:last-child { text-align: right; }
.drug { border: 1pt solid #000; border-radius: 2mm; padding: 3mm 4mm; margin-bottom: 4mm; break-inside: avoid; }
.drug h2 { font-size: 17pt; font-weight: 700; line-height: 1.3; overflow-wrap: anywhere; }
.kind { display: grid; grid-template-columns: 34mm 1fr; }
.kind dt { color: #333; }
.kind dd { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 2mm 0; table-layout: fixed; }
th, td { border: .7pt solid #000; text-align: center; padding: 1mm; }
th { font-weight: 400; font-size: 12pt; }
td { font-size: 16pt; height: 13mm; }
td small { display: block; font-size: 10.5pt; }
.how { font-size: 15pt; font-weight: 700; }
.note { font-size: 12pt; }
footer { break-inside: avoid; border-top: 1.2pt solid #000; padding-top: 2mm; margin-top: 2mm; }
`;

/**
 * 薬剤情報提供書 of what is dispensed at the clinic, in large letters: name, what kind of medicine it is by its 薬効分類 and no more, how it is
 * taken. Neither looks nor effects are added to what the records hold.
 *
 * @throws PdfError as htmlToPdf
 */
export async function printLeaflet(
  given: PrescriptionRecord,
  therapeuticClasses: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const { content: record, missing } = await drawable(given);
  const { facility, patient } = record;
  const body = html`<h1>お薬の説明書<small>（薬剤情報提供書）</small></h1>
<div class="who"><p class="name">${fullName(patient)} 様</p><p>${dateInWords(record.issuedOn)}<br>${facility.name}</p></div>
${record.rps.flatMap((rp) => rp.medications.map((line) => card(rp, line, therapeuticClasses.get(line.yjCode) ?? null)))}
<footer><p>わからないことや、飲んだあとに気になることがあれば、すぐに医師か薬剤師に知らせてください。</p>
<p>${missingInWords(missing)}</p>
<p>${facility.name}　${facility.departmentName}　${fullName(record.prescriber)}<br>〒${facility.postalCode}　${facility.address}　電話 ${facility.phone}</p></footer>`;
  return htmlToPdf(await printPage({ title: 'お薬の説明書', style, body }));
}

function card(rp: RpRecord, line: MedicationRecord, therapeuticClass: string | null): Markup {
  const notes = [...lineNotes({ ...line, burden: null }), ...rp.supplements.map((each) => each.text)];
  return html`<section class="drug"><h2>${line.name}</h2>
${therapeuticClass === null ? null : html`<dl class="kind"><dt>薬の種類</dt><dd>${therapeuticClass}</dd></dl>`}
${timeTable(rp, line)}
<p class="how">${usageInWords(rp)}　${quantityInWords(rp)}</p>
<p>${amountInWords(rp, line)}</p>
${notes.map((note) => html`<p class="note">・${note}</p>`)}</section>`;
}

/** What the amount of the line counts, said so that nobody takes a day's amount for one time's. */
export function amountInWords(rp: RpRecord, line: MedicationRecord): string {
  const dose = doseInWords(line);
  if (rp.formClass === '1') return `１日に合わせて ${dose}`;
  if (rp.formClass === '2') return `１回に ${dose}`;
  return `全部で ${dose}`;
}

function timeTable(rp: RpRecord, line: MedicationRecord): Markup | null {
  const times = timesOf(rp.usage.code);
  if (times === null) return null;
  const amounts = amountsOf(rp, line);
  const cell = (time: string) => {
    const at = times.findIndex((each) => each.time === time);
    if (at < 0) return html`<td></td>`;
    const amount = amounts?.[at];
    return html`<td>${amount === undefined ? '○' : toFullWidth(amount) + line.unit}<small>${times[at]!.meal}</small></td>`;
  };
  return html`<table><thead><tr>${timesOfDay.map((time) => html`<th>${time}</th>`)}</tr></thead><tbody><tr>${timesOfDay.map(cell)}</tr></tbody></table>`;
}
