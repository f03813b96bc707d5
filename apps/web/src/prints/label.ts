import type { MedicationRecord, PrescriptionRecord, RpRecord } from '@shirube/core/records';
import { htmlToPdf } from '@shirube/pdf';
import { toFullWidth } from '@shirube/terminology';
import { amountInWords } from './leaflet.ts';
import { html, type Markup } from './markup.ts';
import { drawable, missingInWords, printPage } from './page.ts';
import { amountsOf, timesOf } from './times-of-day.ts';
import { dateInWords, fullName, quantityInWords, usageInWords } from './words.ts';

const style = `
@page { size: A5; margin: 10mm; }
body { font-size: 12pt; line-height: 1.45; }
.bag { break-after: page; }
.bag:last-child { break-after: auto; }
h1 { font-size: 24pt; text-align: center; letter-spacing: .3em; text-indent: .3em; border: 1.5pt solid #000; padding: 1mm; }
.name { font-size: 21pt; text-align: center; padding: 4mm 0 2mm; border-bottom: 1pt solid #000; overflow-wrap: anywhere; line-height: 1.25; }
.how { font-size: 19pt; font-weight: 700; text-align: center; padding: 4mm 0 1mm; line-height: 1.3; overflow-wrap: anywhere; }
.times { display: flex; justify-content: center; flex-wrap: wrap; gap: 2mm; padding: 2mm 0; font-size: 16pt; }
.times span { border: 1pt solid #000; border-radius: 2mm; padding: .5mm 3mm; }
.long { font-size: 18pt; text-align: center; padding-bottom: 2mm; }
li { display: grid; grid-template-columns: 1fr auto; gap: 4mm; border-top: .5pt solid #000; padding: 1.5mm 0; font-size: 13pt; break-inside: avoid; overflow-wrap: anywhere; }
footer { border-top: 1.5pt solid #000; padding-top: 2mm; margin-top: 3mm; break-inside: avoid; font-size: 11pt; }
`;

const bagOf: Record<string, string> = {
  '1': '内用薬',
  '2': '頓服薬',
  '3': '外用薬',
  '4': '内用薬',
  '5': '注射薬',
};

/** What stands on a 薬袋 (薬剤師法施行規則 14条: 用法・用量, 氏名, 調剤年月日, 調剤した所), one page a RP. @throws PdfError as htmlToPdf */
export async function printLabels(given: PrescriptionRecord): Promise<Uint8Array> {
  const { content: record, missing } = await drawable(given);
  const body = html`${record.rps.map((rp) => bag(record, rp, missingInWords(missing)))}`;
  return htmlToPdf(await printPage({ title: '薬袋', style, body }));
}

function bag(record: PrescriptionRecord, rp: RpRecord, remark: string): Markup {
  const times = timesOf(rp.usage.code);
  const { facility } = record;
  return html`<section class="bag"><h1>${bagOf[rp.formClass] ?? 'お薬'}</h1>
<p class="name">${fullName(record.patient)} 様</p>
<p class="how">${usageInWords(rp)}</p>
${times === null ? null : html`<p class="times">${times.map(({ time, meal }) => html`<span>${time}${meal}</span>`)}</p>`}
<p class="long">${quantityInWords(rp)}</p>
<ul>${rp.medications.map((line) => {
    const once = onceInWords(rp, line);
    return html`<li><span>${line.name}</span><span>${once}</span></li>`;
  })}</ul>
${rp.supplements.map((each) => html`<p>・${each.text}</p>`)}
<footer><p>${remark}</p><p>${dateInWords(record.issuedOn)}</p><p>${facility.name}<br>〒${facility.postalCode}　${facility.address}<br>電話 ${facility.phone}</p></footer></section>`;
}

/** 「１回 １錠」, or each time with its own amount; the whole day's where the parts cannot be said exactly. */
function onceInWords(rp: RpRecord, line: MedicationRecord): string {
  const times = timesOf(rp.usage.code);
  const amounts = amountsOf(rp, line)?.map((amount) => toFullWidth(amount) + line.unit);
  if (times === null || amounts === undefined) return amountInWords(rp, line);
  if (new Set(amounts).size === 1) return `１回 ${amounts[0]}`;
  return times.map(({ time }, index) => `${time} ${amounts[index]}`).join('　');
}
