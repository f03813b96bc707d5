import fs from 'node:fs';
import path from 'node:path';

/** A person of the sandbox's registry (demo-people.json): the clinics know most of them already. */
export interface RegisteredPerson {
  id: string;
  patientNumber: string;
  familyName: string;
  givenName: string;
  familyKana: string;
  givenKana: string;
  sex: 'male' | 'female';
  birthDate: string;
  postalCode: string;
  address: string;
  phone: string;
  insurance: {
    insurerNumber: string;
    insurerName: string;
    symbol: string | null;
    number: string;
    branchNumber: string | null;
    isDependent: boolean;
    copayPercent: number;
  } | null;
  publicSubsidies: { payerNumber: string; recipientNumber: string | null }[];
}

export function readPeople(): RegisteredPerson[] {
  const file = path.join(import.meta.dirname, '../demo-people.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as RegisteredPerson[];
}

/** Deterministic numbers from a seed string: the same demo on every machine (mulberry32). */
export function randomFrom(seed: string): () => number {
  let state = [...seed].reduce(
    (hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193),
    0x811c9dc5,
  );
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
