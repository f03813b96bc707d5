/**
 * `put-certificates.ts MODULE PIN`, with [{id, certificate}] as JSON on its input (hexadecimal, DER in Base64): writes certificates
 * on a soft card. A process of its own, because the driver's libraries must be known before it starts.
 */
import fs from 'node:fs';
import { ATTRIBUTE, OBJECT_CLASS, USER } from '../pkcs11/constants.ts';
import { loadDriver, loadModule } from '../pkcs11/module.ts';

const [file = '', pin = ''] = process.argv.slice(2);
const certificates = JSON.parse(fs.readFileSync(0, 'utf8')) as { id: string; certificate: string }[];
const card = loadModule(file);
const driver = loadDriver(file);
/** CKA_TOKEN, CKA_CERTIFICATE_TYPE (X.509 = 0), CKA_SUBJECT: what the standard asks for beside value and id */
const TOKEN = 0x001;
const CERTIFICATE_TYPE = 0x080;
const SUBJECT = 0x101;
for (const slot of card.slots()) {
  const session = Buffer.alloc(driver.size);
  driver.must(
    'C_OpenSession',
    'unsigned long, unsigned long, void *, void *, void *',
    slot,
    2 | 4,
    null,
    null,
    session,
  );
  const handle = driver.readUlong(session);
  if (card.login(handle, USER.user, Buffer.from(pin)) !== 0) continue;
  for (const { id, certificate } of certificates) {
    const template = [
      { type: ATTRIBUTE.class, value: driver.ulong(OBJECT_CLASS.certificate) },
      { type: TOKEN, value: Uint8Array.of(1) },
      { type: CERTIFICATE_TYPE, value: driver.ulong(0) },
      { type: SUBJECT, value: Uint8Array.of(0x30, 0x00) },
      { type: ATTRIBUTE.id, value: Buffer.from(id, 'hex') },
      { type: ATTRIBUTE.value, value: Buffer.from(certificate, 'base64') },
    ].map(({ type, value }) => ({ type, value, length: value.length }));
    const made = Buffer.alloc(driver.size);
    driver.must(
      'C_CreateObject',
      'unsigned long, void *, unsigned long, void *',
      handle,
      driver.fields(template),
      template.length,
      made,
    );
  }
  break;
}
card.finalize();
