/** The one style sheet of the sandbox's screens. */
export const STYLE = `
:root{--ink:#1a1a1a;--ink2:#4d4d4d;--line:#b3b3b3;--bg:#f5f6f8;--key:#0017c1;--red:#ce0000;--green:#115a36}
*{box-sizing:border-box}
body{margin:0;font:18px/1.7 'BIZ UDPGothic','Noto Sans JP',sans-serif;color:var(--ink);background:var(--bg)}
.mark{background:var(--red);color:#fff;font-weight:700;text-align:center;padding:4px 16px}
nav{background:#fff;border-bottom:1px solid var(--line);padding:0 16px;display:flex;flex-wrap:wrap;gap:4px}
nav a{display:inline-block;padding:12px 16px;min-height:48px;color:var(--key)}
main{max-width:1200px;margin:0 auto;padding:16px}
.narrow{max-width:560px;margin:0 auto}
h1{font-size:28px;line-height:1.4;margin:8px 0 16px}h2{font-size:22px;margin:32px 0 8px}
fieldset{border:1px solid var(--line);border-radius:8px;background:#fff;margin:0 0 16px;padding:8px 16px 16px}
legend{font-weight:700;padding:0 8px}
label.choice{display:flex;gap:12px;align-items:center;min-height:48px;padding:4px 8px;border-radius:8px}
label.choice:hover{background:#e8f1fe}
label.choice small,.person small,td small{display:block;color:var(--ink2);font-size:16px}
input[type=radio],input[type=checkbox]{width:24px;height:24px;flex:none}
input[type=text],input[type=number],select{font:inherit;min-height:48px;padding:4px 12px;border:1px solid #666;border-radius:8px;background:#fff;max-width:100%}
button{font:inherit;font-weight:700;min-height:48px;padding:8px 24px;border-radius:8px;border:1px solid var(--key);background:#fff;color:var(--key);cursor:pointer}
button.primary{background:var(--key);color:#fff}button.large{min-height:64px;font-size:20px;width:100%}
button.danger{border-color:var(--red);color:var(--red)}
:focus-visible{outline:4px solid #000;outline-offset:2px;background-color:#ffd43d;color:#000}
.actions{display:grid;gap:12px;margin:16px 0}.row-actions{display:flex;flex-wrap:wrap;gap:8px}
.person{font-size:26px;font-weight:700;background:#fff;border:1px solid var(--line);border-radius:8px;padding:16px}
.done{border:2px solid var(--green);background:#e6f5ec;border-radius:8px;padding:12px 16px;font-weight:700}
.refused{border:2px solid var(--red);background:#fdeeee;border-radius:8px;padding:12px 16px;font-weight:700}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:#fff}
th,td{border:1px solid #ccc;padding:8px 12px;text-align:left;vertical-align:top}th{background:#eef0f4;white-space:nowrap}
td.state{white-space:nowrap}td.drugs{min-width:18em}td input[type=text]{width:14em}form.row-actions{margin:0 0 12px}
.number{font-variant-numeric:tabular-nums;white-space:nowrap;font-weight:700}
.nowrap{white-space:nowrap}
pre{overflow-x:auto;background:#fff;border:1px solid var(--line);padding:12px}
ul.links{list-style:none;padding:0;display:grid;gap:12px}
ul.links a{display:block;background:#fff;border:1px solid var(--line);border-radius:8px;padding:16px;font-size:20px;font-weight:700;color:var(--key)}
ul.links small{display:block;font-weight:400;color:var(--ink2);font-size:16px}
`;
