import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredBundle } from './sharing.ts';
import { emptyState, type ReceivedMessage, type SandboxState } from './state.ts';

const MESSAGES_KEPT = 500;

/**
 * The state in memory and its one file. Handlers change `state` without awaiting in between and then call save();
 * an answer is given only after save() returned, so what was acknowledged survives a crash.
 */
export class StateStore {
  readonly #file: string;
  state: SandboxState;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#file = join(directory, 'state.json');
    this.state = load(this.#file);
  }

  /** Writes a temporary file, flushes it to the disk and renames it over the old one. */
  save(): void {
    const temporary = `${this.#file}.tmp`;
    const descriptor = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(descriptor, JSON.stringify(this.state));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, this.#file);
  }

  reset(): void {
    this.state = emptyState();
    this.save();
  }

  /** Remembers that this clinic exists, and its name once it is known. Saved with the next save(). */
  sawInstitution(institutionCode: string, name: string | null = null): void {
    const known = this.state.institutions[institutionCode];
    if (known === undefined || name !== null) this.state.institutions[institutionCode] = { name };
  }

  /** Adds a line to 届いたもの. Saved with the next save(). */
  note(message: ReceivedMessage): void {
    this.state.messages.push(message);
    if (this.state.messages.length > MESSAGES_KEPT) this.state.messages.splice(0, 100);
  }
}

function load(file: string): SandboxState {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyState();
    throw error;
  }
  const stored = JSON.parse(text) as SandboxState;
  if (stored.version !== 1) throw new Error(`${file} was written by another version of the sandbox`);
  // written before a pharmacy's results were kept
  for (const held of stored.prescriptions) {
    held.refillTotal ??= null;
    held.dispensings ??= [];
  }
  // written before documents were taken: their type stood in another field
  for (const held of stored.bundles as (StoredBundle & { resourceType?: string })[]) {
    held.kind ??= held.resourceType ?? '';
    held.registeredAt ??= held.acceptedAt;
    held.referral ??= null;
  }
  stored.elsewhereLaidIn ??= false;
  return stored;
}
