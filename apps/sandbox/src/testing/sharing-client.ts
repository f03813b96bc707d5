import { type Answer, CLINIC, type TestSandbox } from './client.ts';

/** Speaks the sharing protocol for one institution. */
export class SharingClient {
  readonly #sandbox: TestSandbox;
  readonly #institutionCode: string;
  #sent = 0;

  constructor(sandbox: TestSandbox, institutionCode = CLINIC) {
    this.#sandbox = sandbox;
    this.#institutionCode = institutionCode;
  }

  register(bundle: Answer, readable?: boolean): Promise<{ status: number; body: Answer }> {
    return this.post('bundles', bundle, readable === undefined ? {} : { 'x-readable': readable ? '1' : '0' });
  }

  async post(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Answer }> {
    this.#sent += 1;
    const response = await fetch(this.#address(path), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': `${this.#institutionCode}-${this.#sent}-${crypto.randomUUID()}`,
        ...headers,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  async get(path: string): Promise<{ status: number; body: Answer }> {
    const response = await fetch(this.#address(path));
    return { status: response.status, body: (await response.json()) as Answer };
  }

  async referrals(): Promise<Answer[]> {
    return (await this.get('referrals')).body.referrals;
  }

  #address(path: string): string {
    return `${this.#sandbox.url}/sharing/v0/${this.#institutionCode}/${path}`;
  }
}

/** Spoils a copy of a Bundle. */
export function spoiled(bundle: Answer, spoil: (copy: Answer) => void): Answer {
  const copy = structuredClone(bundle);
  spoil(copy);
  return copy;
}
