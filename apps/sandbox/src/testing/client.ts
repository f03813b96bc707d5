/** Speaks the sandbox's protocols for its own tests, as plainly as possible. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '../server.ts';
import { readXml, type XmlTree } from '../xml.ts';

export const CLINIC = '1319900013';
export const OTHER_CLINIC = '1319900021';

/** 2026-11-20 10:52 in Tokyo. */
export const NOON = new Date('2026-11-20T01:52:00Z');

// biome-ignore lint/suspicious/noExplicitAny: what a protocol answers is what the assertions are about
export type Answer = any;

/** Making keys takes seconds, so the test certificates are made once and kept; they are valid around NOON. */
const PKI_DIR = join(tmpdir(), 'shirube-sandbox-test-pki');

export class TestSandbox {
  readonly dir: string;
  clock = new Date(NOON);
  #running: RunningSandbox | undefined;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async start(): Promise<TestSandbox> {
    const sandbox = new TestSandbox(await mkdtemp(join(tmpdir(), 'shirube-sandbox-')));
    await sandbox.run();
    return sandbox;
  }

  get url(): string {
    return this.#running!.url;
  }

  async run(): Promise<void> {
    this.#running = await startSandbox({ port: 0, dir: this.dir, pkiDir: PKI_DIR, now: () => this.clock });
  }

  async restart(): Promise<void> {
    await this.#running!.close();
    await this.run();
  }

  async stop(): Promise<void> {
    await this.#running!.close();
    await rm(this.dir, { recursive: true });
  }

  async json(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  fault(service: string, mode: string, delayMs?: number): Promise<unknown> {
    return this.json('PUT', '/control/faults', { [service]: { mode, delayMs: delayMs ?? null } });
  }

  /** Everything agreed to, unless named otherwise. */
  async tapCard(
    personId: string,
    consents: Record<string, boolean> = {},
    institutionCode = CLINIC,
  ): Promise<string> {
    const all = {
      medication: true,
      diagnosis: true,
      checkup: true,
      surgery: true,
      sharedDiagnoses: true,
      sharedClinical: true,
    };
    const { body } = await this.json('POST', '/control/cards', {
      institutionCode,
      personId,
      consents: { ...all, ...consents },
      issueSelect: 'electronic',
    });
    return body.fileName;
  }

  /** Sends a request file; headerXml and bodyXml are the elements inside MessageHeader and MessageBody. */
  async gateway(
    stem: string,
    identifier: string,
    bodyXml: string,
    options: { institutionCode?: string; headerXml?: string } = {},
  ): Promise<{ header: XmlTree; body: XmlTree; text: string }> {
    const institutionCode = options.institutionCode ?? CLINIC;
    const xml = `<?xml version="1.0" encoding="UTF-8"?><XmlMsg><MessageHeader><MedicalInstitutionCode>${institutionCode}</MedicalInstitutionCode><ArbitraryFileIdentifier>${identifier}</ArbitraryFileIdentifier>${options.headerXml ?? ''}</MessageHeader><MessageBody>${bodyXml}</MessageBody></XmlMsg>`;
    const response = await fetch(`${this.url}/gateway/${institutionCode}/req/${stem}req_${identifier}.xml`, {
      method: 'POST',
      body: xml,
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const message = readXml(bytes).XmlMsg as XmlTree;
    return {
      header: message.MessageHeader as XmlTree,
      body: message.MessageBody === '' ? {} : (message.MessageBody as XmlTree),
      text: new TextDecoder().decode(bytes),
    };
  }
}

/** The children of a list element, whatever the parser made of none, one or many. */
export function children(body: XmlTree, list: string, item: string): XmlTree[] {
  const holder = body[list];
  if (typeof holder !== 'object' || Array.isArray(holder)) return [];
  return [holder[item] ?? []].flat() as XmlTree[];
}

export function base64(text: string | Uint8Array): string {
  return Buffer.from(text as string).toString('base64');
}

/** A record of one line for テスト 太郎: アスパラカリウム錠300mg, 3 a day, 7 days, unless told otherwise. */
export function sj1(
  options: {
    institutionCode?: string;
    receiptCode?: string;
    formClass?: string;
    quantity?: number;
    insured?: string;
    issuedOn?: string;
  } = {},
): string {
  const code = options.institutionCode ?? CLINIC;
  return [
    'SJ1',
    `1,${code[2]},${code.slice(3)},${code.slice(0, 2)},標クリニック`,
    '2,100-0099,東京都標区模擬町１－１',
    '3,03-0000-0000,,',
    '4,2,01,内科',
    '5,,ｼﾙﾍﾞ ｲﾁﾛｳ,標　一郎',
    '11,00009999,テスト　太郎,ﾃｽﾄ ﾀﾛｳ',
    '12,1',
    '13,19660526',
    '21,1',
    options.insured ?? '22,01139906\n23,21700023,4127,1,00',
    `51,${options.issuedOn ?? '20261120'}`,
    `101,1,${options.formClass ?? '1'},,${options.quantity ?? 7}`,
    '111,1,3,1013044400000000,１日３回朝昼夕食後　服用,3',
    `201,1,1,1,2,${options.receiptCode ?? '620004902'},,3,1,錠`,
    '',
  ].join('\n');
}
