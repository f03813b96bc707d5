// `npm run docs:security`: writes docs/security/controls.md, asvs.md and cryptography.md from the lists beside them, from the
// lines above tests that say what they prove (lib/annotations.ts) and from the cryptography that the sources use. With --check nothing is written: it fails when a page is not what it
// would write, when an annotation names an unknown control or stands above nothing, or when a place that is said to implement a
// control is not there.
import fs from 'node:fs';
import path from 'node:path';
import { type Proof, scanFile } from './lib/annotations.ts';
import { type Chapter, type Control, type GuidelineControl, problemsOf, statuses } from './lib/controls.ts';
import {
  type CryptoUse,
  cryptographyPage,
  cryptoUses,
  type Inventory,
  isShipped,
} from './lib/crypto-uses.ts';
import { asvsPage, type Counts, guidelinePage } from './lib/render.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folder = 'docs/security';
const json = (name: string) => JSON.parse(fs.readFileSync(path.join(root, folder, name), 'utf8'));

const ignored = new Set(['node_modules', '.next', '.git', '.data', '.turbo', 'generated', 'dist']);

function* sources(directory: string): Generator<string> {
  const entries = fs.readdirSync(path.join(root, directory), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = path.posix.join(directory, entry.name);
    if (entry.isDirectory() && !ignored.has(entry.name)) yield* sources(below);
    else if (entry.isFile() && /\.tsx?$/.test(entry.name)) yield below;
  }
}

function read(file: string): string | undefined {
  const absolute = path.join(root, file);
  if (!fs.existsSync(absolute)) return undefined;
  return fs.statSync(absolute).isDirectory() ? '' : fs.readFileSync(absolute, 'utf8');
}

const guideline: Parameters<typeof guidelinePage>[0] & { controls: GuidelineControl[] } =
  json('guideline-controls.json');
const asvs: Parameters<typeof asvsPage>[0] & { chapters: Chapter[] } = json('asvs-requirements.json');

const controls = new Map<string, Control>();
const problems: string[] = [];
for (const control of [...guideline.controls, ...asvs.chapters.flatMap((each) => each.requirements)]) {
  if (controls.has(control.id)) problems.push(`${control.id}: is there twice`);
  controls.set(control.id, control);
  problems.push(...problemsOf(control, read));
}

const notApplicable = new Set(
  asvs.chapters
    .filter((each) => each.outOfScope)
    .flatMap((each) => each.requirements.map((requirement) => requirement.id)),
);
const proofs = new Map<string, Proof[]>();
const uses: CryptoUse[] = [];
for (const file of sources('.')) {
  const text = read(file) ?? '';
  const use = isShipped(file) ? cryptoUses(file, text) : null;
  if (use) uses.push(use);
  const found = scanFile(file, text);
  problems.push(...found.problems);
  for (const proof of found.proofs)
    for (const id of proof.ids) {
      const control = controls.get(id);
      if (!control) problems.push(`${file}: “${proof.title}” proves ${id}, which is in no list`);
      else if (control.outOfScope || notApplicable.has(id))
        problems.push(`${file}: “${proof.title}” proves ${id}, which is said to be out of scope`);
      else proofs.set(id, [...(proofs.get(id) ?? []), proof]);
    }
}
const proofsOf = (id: string): readonly Proof[] => proofs.get(id) ?? [];

const inventory: Inventory = json('cryptography.json');
for (const file of inventory.entries.flatMap((each) => each.where))
  if (read(file) === undefined) problems.push(`cryptography.json: ${file} does not exist`);

const controlsPage = guidelinePage(guideline, proofsOf);
const requirementsPage = asvsPage(asvs, proofsOf);
const pages = [
  { file: `${folder}/controls.md`, text: controlsPage.text },
  { file: `${folder}/asvs.md`, text: requirementsPage.text },
  { file: `${folder}/cryptography.md`, text: cryptographyPage(inventory, uses) },
];

const checking = process.argv.includes('--check');
for (const { file, text } of pages)
  if (!checking) fs.writeFileSync(path.join(root, file), text);
  else if (read(file) !== text) problems.push(`${file} is not up to date: npm run docs:security`);

for (const problem of problems) console.error(problem);
const summary = (name: string, counts: Counts) =>
  console.log(`${name}: ${statuses.map((each) => `${each} ${counts[each]}`).join(', ')}`);
summary('安全管理ガイドライン', controlsPage.counts);
summary('ASVS 5.0.0', requirementsPage.counts);
if (problems.length > 0) process.exitCode = 1;
