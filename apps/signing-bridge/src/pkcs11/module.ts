import { createRequire } from 'node:module';
import {
  ALREADY_INITIALIZED,
  CardError,
  FUNCTION_ORDER,
  OK,
  problemOf,
  SESSION_SERIAL,
} from './constants.ts';

type Koffi = typeof import('koffi').default;
type CallArgument = number | bigint | Uint8Array | null | object;

export interface AttributeIn {
  type: number;
  value: Uint8Array;
}

/**
 * A PKCS #11 driver, called through its function list. Every method throws CardError with what the return value means; memory handed
 * to the driver is ours and lives as long as the call.
 */
export interface Pkcs11Module {
  /** slots with a card in them */
  slots(): bigint[];
  openSession(slot: bigint): bigint;
  closeSession(session: bigint): void;
  /** Returns the raw value, because some of them are no failure. pin: UTF-8 */
  login(session: bigint, user: number, pin: Uint8Array): number;
  find(session: bigint, template: readonly AttributeIn[]): bigint[];
  /** null: the object has no such attribute, or does not show it */
  attribute(session: bigint, object: bigint, type: number): Uint8Array | null;
  signInit(session: bigint, mechanism: number, key: bigint): void;
  sign(session: bigint, data: Uint8Array): Uint8Array;
  finalize(): void;
  ulong: WriteUlong;
}

/** An unsigned long of the machine, as attributes of numbers hold it. */
export type WriteUlong = (value: number) => Uint8Array;

/** The functions of a driver, and memory as it wants it. */
export interface DriverCalls {
  /** types: of the arguments, in C. Returns CKR_… */
  call(name: (typeof FUNCTION_ORDER)[number], types: string, ...values: CallArgument[]): number;
  /** As call. @throws CardError for any value but CKR_OK */
  must(name: (typeof FUNCTION_ORDER)[number], types: string, ...values: CallArgument[]): void;
  ulong: WriteUlong;
  readUlong(bytes: Uint8Array, index?: number): bigint;
  /** CK_ATTRIBUTE[] and CK_MECHANISM have the same three fields: a number, a pointer and a length. */
  fields(entries: readonly { type: number; value: Uint8Array | null; length: number }[]): Buffer;
  /** bytes of an unsigned long and of a pointer */
  size: number;
  pointerSize: number;
}

/** Loads a driver and initializes it. @throws CardError driver_missing when it, or the way to call it, is not there */
export function loadDriver(file: string): DriverCalls {
  const koffi = requireKoffi();
  let list: unknown;
  // on Windows the structures of the standard have no gaps
  const struct = process.platform === 'win32' ? koffi.pack : koffi.struct;
  const size = koffi.sizeof('unsigned long');
  const functions = struct({
    version: koffi.array('uint8_t', 2),
    ...Object.fromEntries(FUNCTION_ORDER.map((name) => [name, 'void *'])),
  });
  try {
    const library = koffi.load(file);
    const getFunctionList = library.func('unsigned long C_GetFunctionList(_Out_ void **list)');
    const out: unknown[] = [null];
    if (Number(getFunctionList(out)) !== OK) throw new CardError('driver_missing');
    list = out[0];
  } catch (error) {
    throw error instanceof CardError ? error : new CardError('driver_missing');
  }
  const pointers = koffi.decode(list as never, functions) as Record<string, bigint>;
  const call = (name: (typeof FUNCTION_ORDER)[number], types: string, ...values: CallArgument[]): number => {
    const prototype = koffi.proto(`unsigned long(${types})`);
    return Number(koffi.call(pointers[name] as never, prototype as never, ...values));
  };
  const must = (...[name, types, ...values]: Parameters<typeof call>): void => {
    const returned = call(name, types, ...values);
    if (returned !== OK) throw new CardError(problemOf(returned), returned);
  };
  const ulong: WriteUlong = (value) => {
    const bytes = Buffer.alloc(size);
    if (size === 8) bytes.writeBigUInt64LE(BigInt(value));
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  const readUlong = (bytes: Uint8Array, index = 0): bigint =>
    size === 8
      ? Buffer.from(bytes).readBigUInt64LE(index * size)
      : BigInt(Buffer.from(bytes).readUInt32LE(index * size));
  const pointerSize = koffi.sizeof('void *');
  const fields: DriverCalls['fields'] = (entries) => {
    // without gaps on Windows; elsewhere a long is as wide as a pointer, so that there are none either
    const bytes = Buffer.alloc(entries.length * (2 * size + pointerSize));
    let at = 0;
    for (const { type, value, length } of entries) {
      bytes.set(ulong(type), at);
      const address = value === null ? 0n : (koffi.address(value as never) as bigint);
      if (pointerSize === 8) bytes.writeBigUInt64LE(address, at + size);
      else bytes.writeUInt32LE(Number(address), at + size);
      bytes.set(ulong(length), at + size + pointerSize);
      at += 2 * size + pointerSize;
    }
    return bytes;
  };
  const initialized = call('C_Initialize', 'void *', null);
  if (initialized !== OK && initialized !== ALREADY_INITIALIZED)
    throw new CardError('driver_missing', initialized);
  return { call, must, ulong, readUlong, fields, size, pointerSize };
}

const word = 'unsigned long';

/** @throws CardError driver_missing */
export function loadModule(file: string): Pkcs11Module {
  const { call, must, ulong, readUlong, fields, size, pointerSize } = loadDriver(file);
  const lengthIn = (attribute: Uint8Array): bigint => readUlong(attribute.subarray(size + pointerSize));
  return {
    ulong,
    slots() {
      const count = Buffer.alloc(size);
      must('C_GetSlotList', 'uint8_t, void *, void *', 1, null, count);
      const found = Number(readUlong(count));
      if (found === 0) return [];
      const slots = Buffer.alloc(found * size);
      must('C_GetSlotList', 'uint8_t, void *, void *', 1, slots, count);
      return Array.from({ length: Math.min(found, Number(readUlong(count))) }, (_, i) => readUlong(slots, i));
    },
    openSession(slot) {
      const session = Buffer.alloc(size);
      must(
        'C_OpenSession',
        `${word}, ${word}, void *, void *, void *`,
        slot,
        SESSION_SERIAL,
        null,
        null,
        session,
      );
      return readUlong(session);
    },
    closeSession(session) {
      call('C_CloseSession', word, session);
    },
    login: (session, user, pin) =>
      call('C_Login', `${word}, ${word}, void *, ${word}`, session, user, pin, pin.length),
    find(session, template) {
      const attributes = fields(template.map(({ type, value }) => ({ type, value, length: value.length })));
      must('C_FindObjectsInit', `${word}, void *, ${word}`, session, attributes, template.length);
      const objects = Buffer.alloc(64 * size);
      const count = Buffer.alloc(size);
      must('C_FindObjects', `${word}, void *, ${word}, void *`, session, objects, 64, count);
      must('C_FindObjectsFinal', word, session);
      return Array.from({ length: Number(readUlong(count)) }, (_, index) => readUlong(objects, index));
    },
    attribute(session, object, type) {
      const ask = (value: Uint8Array | null, length: number) => {
        const attribute = fields([{ type, value, length }]);
        const types = `${word}, ${word}, void *, ${word}`;
        const returned = call('C_GetAttributeValue', types, session, object, attribute, 1);
        return returned === OK ? Number(lengthIn(attribute)) : null;
      };
      const length = ask(null, 0);
      if (length === null || length === 0 || length > 64 * 1024) return null;
      const value = Buffer.alloc(length);
      return ask(value, length) === length ? new Uint8Array(value) : null;
    },
    signInit(session, mechanism, key) {
      const parameters = fields([{ type: mechanism, value: null, length: 0 }]);
      must('C_SignInit', `${word}, void *, ${word}`, session, parameters, key);
    },
    sign(session, data) {
      const signature = Buffer.alloc(1024);
      const length = Buffer.from(ulong(signature.length));
      const types = `${word}, void *, ${word}, void *, void *`;
      must('C_Sign', types, session, data, data.length, signature, length);
      return new Uint8Array(signature.subarray(0, Number(readUlong(length))));
    },
    finalize() {
      call('C_Finalize', 'void *', null);
    },
  };
}

/** The way to call a shared library is an optional dependency: it has no build for some machines. */
function requireKoffi(): Koffi {
  try {
    return createRequire(import.meta.url)('koffi') as Koffi;
  } catch {
    throw new CardError('driver_missing');
  }
}
