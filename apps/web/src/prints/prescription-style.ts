/** 様式第二号 on A5 (148 × 210 mm); inside 136 × 198 mm. */
export const prescriptionStyle = `
@page { size: A5; margin: 0; }
.sheet { position: relative; width: 148mm; height: 209.9mm; padding: 6mm; break-after: page; overflow: hidden; font-size: 8.5pt; line-height: 1.3;
  display: grid; grid-template-rows: 14mm 12mm 27mm 8mm minmax(0, 1fr) 22mm 7.2mm 9.5mm 14mm 7mm; }
.sheet:last-child { break-after: auto; }
.a4 { display: grid; grid-template-columns: 148mm 1fr; width: 297mm; height: 209.9mm; break-after: page; }
.a4:last-child { break-after: auto; }
.a4 .sheet { break-after: auto; }
.a4 aside { padding: 8mm; border-left: .25pt dashed #777; }
.sheet > div { min-width: 0; min-height: 0; }
.b { border: .5pt solid #000; }
.row { display: flex; min-width: 0; } .row > * { min-width: 0; }
.grow { flex: 1 1 0; }
.label { font-size: 6pt; line-height: 1.15; padding: 0 .6mm; display: flex; align-items: center; justify-content: center; text-align: center; }
.value { display: flex; align-items: safe center; padding: 0 1mm; align-self: stretch; line-height: 1.25; }
.bl { border-left: .5pt solid #000; } .bt { border-top: .5pt solid #000; }
.title { position: relative; }
.title .form { font-size: 5.5pt; }
.title h1 { font-size: 15pt; letter-spacing: .5em; text-indent: .5em; text-align: center; line-height: 1.1; padding-top: .8mm; }
.title .valid { font-size: 6pt; text-align: center; }
.title .split { position: absolute; left: 0; top: 5mm; font-size: 6.5pt; border: .5pt solid #000; padding: .3mm .8mm; }
.title .sheetno { position: absolute; left: 0; top: 10.4mm; font-size: 7.5pt; }
.access { position: absolute; right: 0; top: -1mm; display: flex; align-items: center; gap: .5mm; }
.access p { font-size: 6pt; text-align: right; line-height: 1.25; }
.access b { display: block; font-size: 8pt; letter-spacing: .02em; white-space: nowrap; }
.cells { display: flex; flex: 1 1 0; align-self: stretch; }
.cells i { flex: 1 1 0; display: flex; align-items: center; justify-content: center; font-size: 9pt; border-left: .3pt solid #000; }
.cells i:first-child { border-left: 0; }
.insurance { display: grid; grid-template-columns: 1fr 1fr; column-gap: 2mm; }
.insurance .row { height: 6mm; }
.insurance .label { width: 19mm; }
.party { display: grid; grid-template-columns: 64mm 1fr; column-gap: 2mm; padding-top: 1mm; }
.patient { display: grid; grid-template-columns: 5mm 1fr; }
.vertical { writing-mode: vertical-rl; font-size: 6.5pt; letter-spacing: .3em; display: flex; align-items: center; justify-content: center; }
.patient .fields { display: grid; grid-template-rows: 12.5mm 7mm 6.5mm; }
.patient .label { width: 11mm; }
.kana { font-size: 6pt; height: 3mm; line-height: 3mm; padding: 0 1mm; }
.name { font-size: 12pt; height: 9mm; line-height: 9mm; padding: 0 1mm; }
.name.fit-3, .name.fit-4, .name.fit-5, .name.fit-6 { line-height: 1.1; }
.sex { flex: none; padding: 0 .8mm; } .born { font-size: 8pt; }
.sex, .share { display: flex; align-items: center; justify-content: center; gap: .6mm; font-size: 7.5pt; }
.on { border: .7pt solid #000; border-radius: 2mm; padding: 0 .4mm; }
.facility { display: grid; grid-template-rows: 9.5mm 4.5mm 6mm 6mm; }
.facility .label { width: 17mm; justify-content: flex-start; text-align: left; }
.seal { font-size: 8pt; padding-right: 2mm; align-self: center; }
.facility .numbers .label { font-size: 5.5pt; flex: none; width: auto; padding: 0 .5mm; }
.issued { margin-top: 1mm; }
.issued .small { font-size: 5.5pt; line-height: 1.15; display: flex; align-items: center; padding: 0 .8mm; width: 37mm; flex: none; }
.rx { margin-top: 1mm; display: grid; grid-template-columns: 5mm 12mm 12mm minmax(0, 1fr); grid-template-rows: 8.5mm minmax(0, 1fr) 5mm; }
.rx > .vertical { grid-row: 1 / 4; font-size: 8pt; letter-spacing: 1em; }
.rx .head { font-size: 5.1pt; line-height: 1.2; display: flex; align-items: center; justify-content: center; text-align: center; border-left: .5pt solid #000; border-bottom: .5pt solid #000; white-space: nowrap; }
.rx .explain { font-size: 4.6pt; line-height: 1.25; text-align: left; padding: 0 .8mm; white-space: normal; }
.lines { grid-column: 2 / 5; position: relative; background: linear-gradient(#000, #000) 0 0 / .5pt 100% no-repeat, linear-gradient(#000, #000) 12mm 0 / .5pt 100% no-repeat, linear-gradient(#000, #000) 24mm 0 / .5pt 100% no-repeat; }
.line { display: grid; grid-template-columns: 12mm 12mm 7.5mm minmax(0, 1fr) auto; line-height: 1.35; }
.line .check { text-align: center; }
.line .no { text-align: right; padding-right: .5mm; }
.line .what { overflow-wrap: anywhere; }
.line .much { padding: 0 2mm 0 2mm; text-align: right; white-space: nowrap; }
.line.usage .what, .line.note .what { padding-left: 3mm; }
.line.note { font-size: 7.2pt; }
.line.end .what { text-align: center; letter-spacing: .3em; }
.symbols { position: absolute; right: 1mm; bottom: .5mm; left: 25mm; display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: flex-end; gap: 1mm; }
.symbols p { font-size: 5pt; text-align: center; }
.refill { grid-column: 2 / 5; border-left: .5pt solid #000; border-top: .5pt solid #000; display: flex; justify-content: flex-end; align-items: center; padding-right: 3mm; font-size: 7.5pt; }
.tick { font-size: 1.15em; } .tick b { margin: 0 .05em 0 -1em; font-size: 1em; }
.remarks { margin-top: 1mm; display: grid; grid-template-columns: 5mm minmax(0, 1fr); }
.remarks .signature { height: 7mm; border-bottom: .5pt solid #000; }
.remarks .signature .label { width: 17mm; font-size: 6.5pt; }
.remarks .signature .why { font-size: 5pt; line-height: 1.25; width: 45mm; align-self: center; flex: none; }
.remarks .notes { height: 13.6mm; padding: .4mm 1mm; overflow: hidden; }
.note-row { font-size: 7pt; line-height: 1.25; overflow-wrap: anywhere; }
.leftover, .times { border-top: 0; padding: .3mm 1mm; font-size: 6.3pt; line-height: 1.3; }
.leftover p:last-child { display: flex; gap: 10mm; padding-left: 4mm; font-size: 6.8pt; }
.times .boxes { display: grid; grid-template-columns: repeat(3, 1fr); font-size: 6.3pt; }
.lower { margin-top: 1mm; display: grid; grid-template-columns: 1fr 1fr; }
.lower .left { display: grid; grid-template-rows: 5mm 1fr; }
.lower .right { display: grid; grid-template-rows: 1fr 1fr; border-left: .5pt solid #000; }
.lower .label { width: 21mm; font-size: 5.6pt; }
.footnotes { font-size: 4.4pt; line-height: 1.3; padding-top: .6mm; }
.extra { display: block; }
.extra h2, aside h2 { font-size: 10pt; padding-bottom: 2mm; }
.extra .who, aside .who { font-size: 8.5pt; padding-bottom: 3mm; }
.extra .grid, aside .grid { display: flex; flex-wrap: wrap; gap: 4mm; align-items: flex-end; }
.extra dl { display: grid; grid-template-columns: 28mm 1fr; margin: 1mm 0 3mm; }
.extra dt, .extra dd { padding: 1.2mm 1.5mm; } .extra .form { font-size: 5.5pt; }
.received { margin: 1.5mm 0 3mm; padding: 1mm; } .received dl { margin: 0; } .received dd { border-bottom: .3pt solid #000; min-height: 7mm; }
.received .seal { text-align: right; }
.two { width: 9mm; } .one { width: 5mm; } .place { height: 4.7mm; }
.extra .grid p, aside .grid p { font-size: 7pt; text-align: center; }
`;
