import {
  Set as Asn1Set,
  type BaseBlock,
  Constructed,
  fromBER,
  ObjectIdentifier,
  Sequence,
  Utf8String,
} from 'asn1js';

/**
 * hcRole (ISO 17090): subjectDirectoryAttributes holds one attribute healthcareactor whose HCActor names a national
 * qualification as free text under the HPKI coding scheme. Encoding as read from MEDIS test certificates.
 */
export const SUBJECT_DIRECTORY_ATTRIBUTES = '2.5.29.9';
const HEALTHCARE_ACTOR = '1.0.17090.0.1';
const HPKI_CODING_SCHEME = '1.2.392.100495.1.6.1.1';

const context = (tagNumber: number, value: BaseBlock[]) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value });

/** DER of the extension value for these roles. A certificate may carry several HCActors. */
export function encodeHcRoles(roles: readonly string[]): ArrayBuffer {
  const actors = roles.map(
    (role) =>
      new Sequence({
        value: [
          context(0, [
            new Asn1Set({
              value: [
                context(0, [new ObjectIdentifier({ value: HPKI_CODING_SCHEME })]),
                context(2, [new Utf8String({ value: role })]),
              ],
            }),
          ]),
        ],
      }),
  );
  return new Sequence({
    value: [
      new Sequence({
        value: [
          new ObjectIdentifier({ value: HEALTHCARE_ACTOR }),
          new Asn1Set({ value: [new Asn1Set({ value: actors })] }),
        ],
      }),
    ],
  }).toBER();
}

const children = (block: BaseBlock | undefined): BaseBlock[] => {
  const value = (block?.valueBlock as { value?: unknown } | undefined)?.value;
  return Array.isArray(value) ? (value as BaseBlock[]) : [];
};

/** The roles in an extension value; empty when it holds none. Anything malformed counts as no role. */
export function decodeHcRoles(extensionValue: ArrayBuffer): string[] {
  const { result, offset } = fromBER(extensionValue);
  if (offset === -1) return [];
  const roles: string[] = [];
  for (const attribute of children(result)) {
    const [type, values] = children(attribute);
    if (!(type instanceof ObjectIdentifier) || type.valueBlock.toString() !== HEALTHCARE_ACTOR) continue;
    for (const actors of children(values))
      for (const actor of children(actors))
        for (const coded of children(actor))
          for (const set of children(coded)) {
            const [scheme, text] = [0, 2].map((tag) =>
              children(set).find((each) => each.idBlock.tagClass === 3 && each.idBlock.tagNumber === tag),
            );
            const oid = children(scheme)[0];
            const word = children(text)[0];
            if (
              oid instanceof ObjectIdentifier &&
              oid.valueBlock.toString() === HPKI_CODING_SCHEME &&
              word instanceof Utf8String
            )
              roles.push(word.valueBlock.value);
          }
  }
  return roles;
}
