import { validUntil as ordinaryValidUntil } from '@shirube/core/prescribing/rules';
import type { PrescriptionRecord } from '@shirube/core/records';
import { ERAS, toEraDate, toFullWidth } from '@shirube/terminology';
import { cells, tickBox } from './cells.ts';
import { html, type Markup, type Part } from './markup.ts';
import { dateInWords, fullName } from './words.ts';

/**
 * One sheet of 処方箋 as 様式第二号 of 保険医療機関及び保険医療養担当規則 has it (with 分割指示: 様式第二号の二). The boxes and their words are
 * the form's; a second sheet has them all again, as a pharmacy takes each sheet for itself.
 */
export interface SheetContent {
  record: PrescriptionRecord;
  /** from 1 */
  number: number;
  of: number;
  rows: Part;
  remarks: Part;
  /** symbols that stand in what is left of the 処方 box */
  symbols: Part;
  /** 引換番号 as a symbol; null when the prescription has none */
  accessSymbol: Part;
}

const fit = (name: string, kind: string, text: string): Markup =>
  html`<div class="${kind}" data-fit="${name}"><span>${text}</span></div>`;

const emptyDate = '令和　　年　　月　　日';

export function prescriptionSheet(content: SheetContent): Markup {
  const { record, number } = content;
  return html`<section class="sheet" data-sheet="sheet ${number}">
${title(content)}
${insurance(record)}
<div class="party">${patient(record)}${facility(record)}</div>
${issued(record)}
<div class="rx b"><div class="vertical">処方</div>
<div class="head">変更不可<br>（医療上必要）</div><div class="head">患者希望</div>
<div class="head explain"><span>個々の処方薬について、医療上の必要性があるため、後発医薬品（ジェネリック医薬品）への変更に差し支えがあると判断した場合には、「変更不可」欄に「✓」又は「×」を記載し、「保険医署名」欄に署名又は記名・押印すること。また、患者の希望を踏まえ、先発医薬品を処方した場合には、「患者希望」欄に「✓」又は「×」を記載すること。</span></div>
<div class="lines" data-within="処方" data-measure="lines">${content.rows}${content.symbols}</div>
<div class="refill"><span>リフィル可　${tickBox(record.refillCount !== null)}（　${record.refillCount === null ? '　' : toFullWidth(String(record.refillCount))}　回）</span></div></div>
${remarks(content)}
${leftover(record)}
${times(record)}
${lower(record)}
<div class="footnotes"><p>備考　１．「処方」欄には、薬名、分量、用法及び用量を記載すること。　２．この用紙は、Ａ列５番を標準とすること。</p><p>　　　３．療養の給付及び公費負担医療に関する費用の請求に関する命令（昭和51年厚生省令第36号）第１条の公費負担医療については、「保険医療機関」とあるのは「公費負担医療の担当医療機関」と、「保険医氏名」とあるのは「公費負担医療の担当医氏名」と読み替えるものとすること。</p></div>
</section>`;
}

function title({ record, number, of, accessSymbol }: SheetContent): Markup {
  const { split, accessCode } = record;
  return html`<div class="title"><p class="form">${split ? '様式第二号の二' : '様式第二号'}（第二十三条関係）</p><h1>処方箋</h1><p class="valid">（この処方箋は、どの保険薬局でも有効です。）</p>
${split ? html`<p class="split">分割指示に係る処方箋　${toFullWidth(`${split.times}分割の${split.current}回目`)}</p>` : null}
${of > 1 ? html`<p class="sheetno">（${number}/${of}）</p>` : null}
${
  accessCode === null
    ? null
    : html`<div class="access"><p>電子処方箋対応<br>引換番号<b>${accessCode.replace(/(\d{4})(?=\d)/g, '$1 ')}</b></p>${accessSymbol}</div>`
}</div>`;
}

function insurance({ patient }: PrescriptionRecord): Markup {
  const [first] = patient.publicSubsidies;
  const { coverage } = patient;
  const branch = coverage?.branchNumber ? `　（枝番）${coverage.branchNumber}` : '';
  const insured = coverage
    ? `${coverage.symbol ? `${coverage.symbol}・` : ''}${coverage.number}${branch}`
    : '';
  return html`<div class="insurance">
<div class="b"><div class="row"><span class="label">公費負担者番号</span><span class="row grow bl">${cells(first?.payerNumber ?? '', 8)}</span></div>
<div class="row bt"><span class="label">公費負担医療の受給者番号</span><span class="row grow bl">${cells(first?.recipientNumber ?? '', 7)}</span></div></div>
<div class="b"><div class="row"><span class="label">保険者番号</span><span class="row grow bl">${cells(coverage?.insurerNumber ?? '', 8)}</span></div>
<div class="row bt"><span class="label">被保険者等記号・番号</span><span class="row grow bl">${fit('被保険者等記号・番号', 'value grow', insured)}</span></div></div></div>`;
}

/** The era that was meant is marked, as it would be by hand. */
function birthDate({ patient }: PrescriptionRecord): Markup {
  const { era, year, month, day } = toEraDate(patient.birthDate);
  const eras = [...ERAS]
    .reverse()
    .map((each) => html`<span class="${each === era ? 'on' : ''}">${each.name.charAt(0)}</span>`);
  return html`<span class="sex">${eras}</span>${fit('生年月日', 'value born grow', toFullWidth(`${year === 1 ? '元' : year}年${month}月${day}日`))}`;
}

function patient(record: PrescriptionRecord): Markup {
  const { sex, coverage } = record.patient;
  const kana = `${record.patient.familyKana}　${record.patient.givenKana}`;
  const mark = (on: boolean, word: string) => html`<span class="${on ? 'on' : ''}">${word}</span>`;
  return html`<div class="patient b"><div class="vertical">患者</div><div class="fields bl">
<div class="row"><span class="label">氏名</span><div class="grow bl">${fit('患者のフリガナ', 'kana', kana)}${fit('患者の氏名', 'name', fullName(record.patient))}</div></div>
<div class="row bt"><span class="label">生年月日</span><span class="row grow bl">${birthDate(record)}</span><span class="sex bl">${mark(sex === 'male', '男')}・${mark(sex === 'female', '女')}</span></div>
<div class="row bt"><span class="label">区分</span><span class="share grow bl">${mark(coverage !== null && !coverage.isDependent, '被保険者')}</span><span class="share grow bl">${mark(coverage?.isDependent ?? false, '被扶養者')}</span></div>
</div></div>`;
}

function facility(record: PrescriptionRecord): Markup {
  const { institutionCode: code, name, address, postalCode, phone, departmentName } = record.facility;
  const place = `〒${postalCode}　${address}`;
  return html`<div class="facility b">
<div class="row"><span class="label">保険医療機関の所在地及び名称</span><div class="grow bl">${fit('医療機関の所在地', 'value place', place)}${fit('医療機関の名称', 'value place', `${name}　${departmentName}`)}</div></div>
<div class="row bt"><span class="label">電話番号</span>${fit('電話番号', 'value grow bl', phone)}</div>
<div class="row bt"><span class="label">保険医氏名</span>${fit('保険医氏名', 'value grow bl', fullName(record.prescriber))}<span class="seal">㊞</span></div>
<div class="row bt numbers"><span class="label">都道府県番号</span><span class="row bl two">${cells(code.slice(0, 2), 2)}</span><span class="label bl">点数表番号</span><span class="row bl one">${cells(code.slice(2, 3), 1)}</span><span class="label bl">医療機関<br>コード</span><span class="row grow bl">${cells(code.slice(3), 7)}</span></div>
</div>`;
}

function issued(record: PrescriptionRecord): Markup {
  return html`<div class="issued b row"><span class="label">交付年月日</span><span class="value grow bl">${dateInWords(record.issuedOn)}</span><span class="label bl">処方箋の<br>使用期間</span><span class="value grow bl">${isOrdinaryPeriod(record) ? emptyDate : dateInWords(record.validUntil)}</span><span class="small bl">特に記載のある場合を除き、交付の日を含めて４日以内に保険薬局に提出すること。</span></div>`;
}

/** Four days with the day of issue: the form says so itself, and the date stays empty (処方箋の記載上の注意事項). */
function isOrdinaryPeriod({ issuedOn, validUntil }: PrescriptionRecord): boolean {
  return ordinaryValidUntil(issuedOn) === validUntil;
}

function remarks({ record, remarks: rows }: SheetContent): Markup {
  const mustSign = record.rps.some((rp) =>
    rp.medications.some((line) => line.substitution?.kind === 'no_generic'),
  );
  return html`<div class="remarks b"><div class="vertical">備考</div><div class="bl"><div class="signature row"><span class="label">保険医署名</span><span class="why">「変更不可」欄に「✓」又は「×」を記載した場合は、署名又は記名・押印すること。</span>${fit('保険医署名', 'value grow', mustSign ? fullName(record.prescriber) : '')}<span class="seal">${mustSign ? '㊞' : ''}</span></div>
<div class="notes" data-within="備考" data-measure="notes">${rows}</div></div></div>`;
}

function leftover({ leftover: wish }: PrescriptionRecord): Markup {
  return html`<div class="leftover b"><p>保険薬局が調剤時に残薬を確認した場合の対応（特に指示がある場合は「✓」又は「×」を記載すること。）</p><p><span>${tickBox(wish === 'ask_first')}保険医療機関へ疑義照会した上で調剤</span><span>${tickBox(wish === 'inform')}保険医療機関へ情報提供</span></p></div>`;
}

function times({ refillCount }: PrescriptionRecord): Markup {
  const once = (time: number) =>
    html`<div><p>□${toFullWidth(String(time))}回目調剤日（　　年　　月　　日）</p><p>${time < 3 ? '　次回調剤予定日（　　年　　月　　日）' : ''}</p></div>`;
  // without リフィル the boxes are not for use: they are the form's, and stay empty
  return html`<div class="times b"><p>調剤実施回数（調剤回数に応じて、□に「✓」又は「×」を記載するとともに、調剤日及び次回調剤予定日を記載すること。）${refillCount === null ? '' : toFullWidth(`　総使用回数${refillCount}回`)}</p><div class="boxes">${[1, 2, 3].map(once)}</div></div>`;
}

function lower({ patient: { publicSubsidies } }: PrescriptionRecord): Markup {
  const second = publicSubsidies[1];
  return html`<div class="lower b"><div class="left"><div class="row"><span class="label">調剤済年月日</span><span class="value grow bl">${emptyDate}</span></div>
<div class="row bt pharmacy"><span class="label">保険薬局の所在地及び名称<br>保険薬剤師氏名</span><span class="grow bl"></span><span class="seal">㊞</span></div></div>
<div class="right"><div class="row"><span class="label">公費負担者番号</span><span class="row grow bl">${cells(second?.payerNumber ?? '', 8)}</span></div><div class="row bt"><span class="label">公費負担医療の受給者番号</span><span class="row grow bl">${cells(second?.recipientNumber ?? '', 7)}</span></div></div></div>`;
}
