import type { PrescriptionRecord } from '@shirube/core/records';
import { toFullWidth } from '@shirube/terminology';
import { html, type Markup } from './markup.ts';
import { dateInWords, fullName } from './words.ts';

/** 別紙 of 様式第二号の二: where the pharmacies of a 分割調剤 write down who dispensed which part; null without 分割. */
export function splitSheet(record: PrescriptionRecord): Markup | null {
  const { split, facility } = record;
  if (split === null) return null;
  const pharmacy = (
    time: number,
  ) => html`<div class="received b"><p>${toFullWidth(String(time))}回目を受け付けた保険薬局</p>
<dl><dt>名称</dt><dd></dd><dt>所在地</dt><dd></dd><dt>保険薬剤師氏名</dt><dd class="seal">㊞</dd><dt>調剤年月日</dt><dd></dd></dl></div>`;
  return html`<section class="sheet extra" data-sheet="別紙"><div>
<p class="form">様式第二号の二（第二十三条関係）</p><h2>分割指示に係る処方箋（別紙）</h2>
<p class="who">${fullName(record.patient)} 様　${dateInWords(record.issuedOn)}交付　${toFullWidth(`${split.times}分割の${split.current}回目`)}</p>
<p>（発行保険医療機関情報）</p>
<p>処方箋発行医療機関の保険薬局からの連絡先</p>
<dl class="contact b"><dt>名称</dt><dd>${facility.name}</dd><dt>電話番号</dt><dd>${facility.phone}</dd><dt>ＦＡＸ番号</dt><dd>${facility.fax ?? ''}</dd><dt>その他の連絡先</dt><dd>${facility.otherContact ?? ''}</dd></dl>
<p>（受付保険薬局情報）</p>
${Array.from({ length: split.times }, (_, index) => pharmacy(index + 1))}
</div></section>`;
}
