import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Definition, definitionOf } from './definitions.ts';
import { FhirPackage } from './fhir-package.ts';

/** Beside the definitions a package carries examples and other forms of them. */
const NOT_DEFINITIONS = new Set(['example', 'examples', 'other', 'openapi', 'xml', 'tests', 'node_modules']);
const MAXIMUM_FILES = 20_000;
const MAXIMUM_FILE_BYTES = 20_000_000;

/** The directory holds no usable FHIR package; the message says why, for the operator. */
export class UnusablePackage extends Error {}

/**
 * Reads an official FHIR package an operator provides: the unpacked directory with package.json and one JSON file for each definition, or
 * a directory of several such. Where a table of contents (index.json) marks a second published copy as alternate, the first one holds.
 * @throws UnusablePackage when it cannot be read, is not for FHIR R4, or holds no profile with a snapshot
 */
export function readPackageDirectory(directory: string): FhirPackage {
  const files = definitionFiles(directory);
  const definitions: Definition[] = [];
  for (const file of files) {
    const definition = definitionOf(readJson(file));
    if (definition !== null) definitions.push(definition);
  }
  if (!definitions.some(({ resourceType }) => resourceType === 'StructureDefinition'))
    throw new UnusablePackage(`${directory}: no profile with a snapshot is in this directory`);
  return new FhirPackage(definitions);
}

function definitionFiles(directory: string): string[] {
  const found: string[] = [];
  const alternates = new Set<string>();
  const walk = (folder: string): void => {
    let entries: ReturnType<typeof readEntries>;
    try {
      entries = readEntries(folder);
    } catch (error) {
      throw new UnusablePackage(`${folder}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`);
    }
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!NOT_DEFINITIONS.has(entry.name)) walk(path);
      } else if (entry.name === 'package.json') requireR4(path);
      else if (entry.name === 'index.json')
        for (const alternate of alternatesOf(path)) alternates.add(join(folder, alternate));
      else if (entry.name.endsWith('.json') && !entry.name.startsWith('.')) found.push(path);
      if (found.length > MAXIMUM_FILES)
        throw new UnusablePackage(`${directory}: more than ${MAXIMUM_FILES} files`);
    }
  };
  walk(directory);
  return found.filter((file) => !alternates.has(file));
}

const readEntries = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));

function requireR4(file: string): void {
  const { fhirVersions } = readJson(file) as { fhirVersions?: unknown };
  if (Array.isArray(fhirVersions) && !fhirVersions.some((version) => String(version).startsWith('4.0')))
    throw new UnusablePackage(`${file}: not a package for FHIR R4 (4.0)`);
}

function alternatesOf(file: string): string[] {
  const { resources } = readJson(file) as { resources?: { alternate?: boolean; file?: string }[] };
  return (resources ?? []).flatMap(({ alternate, file: path }) => (alternate && path ? [path] : []));
}

function readJson(file: string): unknown {
  if (statSync(file).size > MAXIMUM_FILE_BYTES) throw new UnusablePackage(`${file}: larger than 20 MB`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UnusablePackage(`${file}: no JSON`);
  }
}
