/** A finding that is lived with for a while. */
export interface Accepted {
  /** the advisory, as GHSA-… */
  id: string;
  package: string;
  /** why it does no harm here, or what stands against it */
  reason: string;
  /** the last day it is accepted, YYYY-MM-DD in Japanese time */
  until: string;
}

export interface Verdict {
  outcome: 'passed' | 'failed' | 'could not run';
  lines: string[];
}

interface Finding {
  id: string;
  package: string;
  severity: string;
  title: string;
}

const weighty = ['high', 'critical'];
/** nothing is lived with for longer without being looked at again (docs/security/README.md) */
const longestDays = 90;

/**
 * Judges what `npm audit --json` printed. Anything but a report over dependencies is an audit that did not run: a registry without
 * the endpoint, no network, another form.
 */
export function judge(printed: string, accepted: readonly Accepted[], today: string): Verdict {
  const report = readReport(printed);
  if (typeof report === 'string') return { outcome: 'could not run', lines: [report] };
  const lines: string[] = [];
  let failed = false;
  const fail = (line: string) => {
    failed = true;
    lines.push(line);
  };
  for (const entry of accepted)
    if (
      !/^GHSA(-[0-9a-z]{4}){3}$/.test(entry.id) ||
      !entry.package ||
      !entry.reason?.trim() ||
      !isDay(entry.until)
    )
      fail(`accepted-advisories.json: ${entry.id} needs a package, a reason and a day until when`);
  const latest = new Date(Date.parse(today) + longestDays * 86_400_000).toISOString().slice(0, 10);
  for (const { id, until } of accepted)
    if (until > latest) fail(`accepted-advisories.json: ${id} is accepted for more than ${longestDays} days`);
  const found = report.findings.filter(({ severity }) => weighty.includes(severity));
  for (const finding of found) {
    const name = `${finding.severity}: ${finding.package}: ${finding.title} (${finding.id})`;
    const entry = accepted.find((each) => each.id === finding.id && each.package === finding.package);
    if (!entry) fail(name);
    else if (entry.until < today) fail(`${name}: accepted until ${entry.until} only`);
    else lines.push(`${name}: accepted until ${entry.until}: ${entry.reason}`);
  }
  for (const { id, package: name } of accepted)
    if (!found.some((each) => each.id === id && each.package === name))
      lines.push(`accepted-advisories.json: ${id} in ${name} is not found any more and can go`);
  const lesser = report.findings.length - found.length;
  lines.push(
    `${report.dependencies} dependencies, ${found.length} high or critical findings, ${lesser} lesser ones`,
  );
  return { outcome: failed ? 'failed' : 'passed', lines };
}

const isDay = (text: string | undefined): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text ?? ''));

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The findings of a report, each advisory once a package; or why there is none. */
function readReport(printed: string): { findings: Finding[]; dependencies: number } | string {
  let report: unknown;
  try {
    report = JSON.parse(printed);
  } catch {
    return 'npm printed no report';
  }
  if (!isObject(report)) return 'npm printed no report';
  if (!isObject(report.vulnerabilities))
    return typeof report.message === 'string' ? report.message : 'npm printed no report';
  const metadata = isObject(report.metadata) ? report.metadata : {};
  const counts = isObject(metadata.dependencies) ? metadata.dependencies : {};
  const dependencies = Number(counts.prod ?? 0);
  if (dependencies === 0) return 'the report covers no dependency';
  const findings = new Map<string, Finding>();
  for (const [name, entry] of Object.entries(report.vulnerabilities)) {
    const via = isObject(entry) && Array.isArray(entry.via) ? entry.via : [];
    // texts lead to other entries, which have the advisory themselves
    for (const advisory of via.filter(isObject)) {
      const id = String(advisory.url ?? advisory.source)
        .split('/')
        .at(-1) as string;
      findings.set(`${name} ${id}`, {
        id,
        package: name,
        severity: String(advisory.severity),
        title: String(advisory.title),
      });
    }
  }
  const sorted = [...findings].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
  return { findings: sorted, dependencies };
}
