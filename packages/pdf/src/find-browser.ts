import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { chromium } from 'playwright-core';
import { PdfError } from './errors.ts';
import { unpackedChromium } from './packed-chromium.ts';

/** A Chromium that can be started, with the flags to start it with. */
export interface FoundBrowser {
  executablePath: string;
  args: string[];
  source: 'environment' | 'system' | 'playwright' | 'package';
}

/**
 * Our flags, for every source. `--no-sandbox` because containers and root have no user namespaces; what is printed
 * are our own pages, and their network is closed (see print.ts). The rest keeps the browser from calling anyone by
 * itself. Never @sparticuz/chromium's own defaults: their `--single-process` dies on the second page.
 */
const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const USUAL_PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds a Chromium: `SHIRUBE_CHROMIUM`, else one installed on the system, else Playwright's own download, else the
 * one inside @sparticuz/chromium (unpacked on first use, about 2 s).
 *
 * @throws PdfError no_browser when there is none, or when SHIRUBE_CHROMIUM names a file that cannot be run: a wrong
 *   setting is reported, not passed over.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  const configured = process.env.SHIRUBE_CHROMIUM;
  if (configured) {
    if (!(await isExecutable(configured)))
      throw new PdfError('no_browser', 'SHIRUBE_CHROMIUM does not name an executable file');
    return found(configured, 'environment');
  }
  for (const candidate of systemCandidates()) {
    if (await isExecutable(candidate)) return found(candidate, 'system');
  }
  const playwrights = chromium.executablePath();
  if (playwrights && (await isExecutable(playwrights))) return found(playwrights, 'playwright');
  const unpacked = await unpackedChromium().catch((error: unknown) => {
    throw new PdfError('no_browser', `@sparticuz/chromium cannot be unpacked (${(error as Error).message})`);
  });
  if (unpacked !== null) return found(unpacked, 'package');
  throw new PdfError(
    'no_browser',
    'no system Chromium, none of Playwright, no @sparticuz/chromium; set SHIRUBE_CHROMIUM',
  );
}

function found(executablePath: string, source: FoundBrowser['source']): FoundBrowser {
  return { executablePath, args: [...BROWSER_ARGS], source };
}

function systemCandidates(): string[] {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(isAbsolute), ...USUAL_PLACES];
  return [
    ...new Set([
      ...SYSTEM_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
      ...APPLICATIONS,
    ]),
  ];
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
