import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestPki } from '@shirube/eprescription/test-pki';
import { type RunningSandbox, startSandbox } from '../../../../apps/sandbox/src/server.ts';
import { signerByCredential } from '../../../../apps/sandbox/src/signing/signers.ts';

/** 2026-11-20 10:52 in Tokyo. */
export const MORNING = new Date('2026-11-20T01:52:00Z');
export const TODAY = '2026-11-20';

/** 漢字氏名 of the holder of a test certificate, without spaces. */
export function holderOf(credentialId: string): string {
  const holder = signerByCredential(credentialId);
  if (holder === undefined) throw new Error(`no certificate ${credentialId}`);
  return holder.name.replace(/\s/gu, '');
}

export type FaultName = 'eligibility' | 'eprescription' | 'check' | 'signing' | 'tsa' | 'sharing';

/** The sandbox as a person at its screens sees it: cards, faults, the pharmacy. The adapters under test do the rest. */
export class ContractSandbox {
  readonly #running: RunningSandbox;
  readonly #dir: string;
  readonly #clock: { now: Date };

  private constructor(running: RunningSandbox, dir: string, clock: { now: Date }) {
    this.#running = running;
    this.#dir = dir;
    this.#clock = clock;
  }

  /** frozen: at MORNING until it is moved; otherwise the clock of the machine. */
  static async start(time: 'frozen' | 'real'): Promise<ContractSandbox> {
    const dir = await mkdtemp(join(tmpdir(), 'shirube-contract-'));
    const clock = { now: MORNING };
    const now = time === 'frozen' ? () => clock.now : () => new Date();
    return new ContractSandbox(await startSandbox({ port: 0, dir, now }), dir, clock);
  }

  get url(): string {
    return this.#running.url;
  }

  /** Key and certificates of one of the sandbox's signers, to be put on a card. */
  async keyOf(credentialId: string): Promise<{ privateKeyPem: string; certificates: Uint8Array[] }> {
    const pki = JSON.parse(await readFile(join(this.#dir, 'pki.json'), 'utf8')) as TestPki;
    const signer = pki.signers.find(({ id }) => id === credentialId);
    if (signer === undefined) throw new Error(`no certificate ${credentialId}`);
    const certificates = [signer.certificate, pki.issuing, pki.root];
    return {
      privateKeyPem: signer.privateKey,
      certificates: certificates.map((der) => new Uint8Array(Buffer.from(der, 'base64'))),
    };
  }

  setClock(now: Date): void {
    this.#clock.now = now;
  }

  async stop(): Promise<void> {
    await this.#running.close();
    await rm(this.#dir, { recursive: true });
  }

  async reset(): Promise<void> {
    this.setClock(MORNING);
    await this.control('POST', 'reset');
  }

  /** operation: only this one of the sharing service. */
  async fault(
    service: FaultName,
    mode: string,
    delayMs: number | null = null,
    operation?: string,
  ): Promise<void> {
    await this.control('PUT', 'faults', { [service]: { mode, delayMs, operation } });
  }

  /** Another institution writes to a clinic; returns the letter's identifier. */
  async letter(input: {
    from: string;
    to: string;
    personId: string;
    kind: 'plain' | 'full' | 'namesake';
    readable: boolean;
  }): Promise<string> {
    return ((await this.control('POST', 'letters', input)) as { identifier: string }).identifier;
  }

  /** A card tap with every consent but those withheld; returns the name of the face file. */
  async tapCard(
    institutionCode: string,
    personId: string,
    withheld: readonly string[] = ['surgery'],
  ): Promise<string> {
    const consents = Object.fromEntries(
      ['medication', 'diagnosis', 'checkup', 'surgery', 'sharedDiagnoses', 'sharedClinical'].map((scope) => [
        scope,
        !withheld.includes(scope),
      ]),
    );
    const body = { institutionCode, personId, consents, issueSelect: 'electronic' };
    return ((await this.control('POST', 'cards', body)) as { fileName: string }).fileName;
  }

  async pharmacy(
    action: 'receive' | 'return' | 'dispense',
    prescriptionId: string,
    message?: string,
  ): Promise<void> {
    await this.control('POST', action, { prescriptionId, ...(message === undefined ? {} : { message }) });
  }

  /** How many prescriptions the service holds. */
  async prescriptionCount(): Promise<number> {
    const { prescriptions } = (await this.control('GET', 'prescriptions')) as { prescriptions: unknown[] };
    return prescriptions.length;
  }

  async text(path: string): Promise<string> {
    return await (await fetch(`${this.url}${path}`)).text();
  }

  async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/control/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`control ${path}: ${response.status}`);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  }
}
