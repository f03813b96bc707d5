import type { Bundle, Composition, CompositionSection } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { MapperError } from '../error.ts';
import { ATTACHMENT_BYTES, documentInput, FULL_REFERRAL, MINIMAL_REFERRAL } from '../testing/documents.ts';
import { referralToBundle } from './referral.ts';
import { REFERRAL_SECTIONS, REFERRAL_STRUCTURED } from './sections.ts';

const compositionOf = (bundle: Bundle) => bundle.entry?.[0]?.resource as Composition;
const sectionOf = (bundle: Bundle, code: string): CompositionSection | undefined =>
  compositionOf(bundle)
    .section?.flatMap((section) => [section, ...(section.section ?? [])])
    .find((section) => section.code?.coding?.[0]?.code === code);
const codesOf = (sections: readonly CompositionSection[] = []) =>
  sections.map(({ code }) => code?.coding?.[0]?.code);

describe('診療情報提供書', () => {
  const bundle = referralToBundle(documentInput(FULL_REFERRAL));

  test('every section of the profile, in its order', () => {
    const { section = [] } = compositionOf(bundle);
    expect(codesOf(section)).toEqual(
      REFERRAL_SECTIONS.map(({ code }) => code).filter((code) => code !== '200'),
    );
    expect(codesOf(sectionOf(bundle, '300')?.section)).toEqual(REFERRAL_STRUCTURED.map(({ code }) => code));
  });

  test('the header: edition, number, dates, doctor and institution', () => {
    const [, patient, author, from] = bundle.entry ?? [];
    expect(compositionOf(bundle)).toMatchObject({
      meta: {
        lastUpdated: '2026-11-20T10:02:03.004+09:00',
        profile: ['http://jpfhir.jp/fhir/eReferral/StructureDefinition/JP_Composition_eReferral|1.10.0'],
      },
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber',
          valueString: '2',
        },
      ],
      identifier: {
        system: 'http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier',
        value: '1312345670^2026^01989f000000700080000000000000d2',
      },
      status: 'final',
      type: { coding: [{ code: '57133-1', display: '診療情報提供書' }] },
      category: [{ coding: [{ code: 'OUTPATIENT', display: '外来文書' }] }],
      subject: { reference: patient?.fullUrl },
      date: '2026-11-20T10:00:00.000+09:00',
      author: [{ reference: author?.fullUrl }, { reference: from?.fullUrl }],
      custodian: { reference: from?.fullUrl },
      event: [{ code: [{ text: '診療情報提供書発行' }], period: { start: '2026-11-20' } }],
      relatesTo: [{ code: 'appends', targetIdentifier: { value: '1311234567^2026^letter-1' } }],
    });
    expect(bundle.identifier?.value).toBe('1312345670^2026^01989f00-0000-7000-8000-0000000000d2');
  });

  test('the receiver by its number, which routes the letter', () => {
    const reference = sectionOf(bundle, '910')?.entry?.[0]?.reference;
    expect(bundle.entry?.find(({ fullUrl }) => fullUrl === reference)?.resource).toMatchObject({
      resourceType: 'Organization',
      identifier: [
        {
          system: 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no',
          value: '1311234567',
        },
      ],
    });
  });

  test('words are escaped and keep their lines; a section of words alone says that it is all there is', () => {
    expect(sectionOf(bundle, '610')).toMatchObject({
      text: {
        status: 'additional',
        div: '<div xmlns="http://www.w3.org/1999/xhtml">血圧 152/88 mmHg、下腿浮腫あり &lt;両側&gt;</div>',
      },
      emptyReason: { coding: [{ code: 'unavailable' }] },
    });
    expect(sectionOf(bundle, '950')?.text?.div).toContain('お願いします。<br/>「至急」');
    expect(sectionOf(bundle, '740')).toMatchObject({
      text: { div: expect.stringContaining('>なし<') },
      emptyReason: { coding: [{ code: 'nilknown' }] },
    });
    expect(sectionOf(bundle, '340')).not.toHaveProperty('emptyReason');
  });

  test('構造情報 without any entry says so itself', () => {
    expect(sectionOf(bundle, '300')).not.toHaveProperty('emptyReason');
    expect(sectionOf(referralToBundle(documentInput(MINIMAL_REFERRAL)), '300')).toMatchObject({
      emptyReason: { coding: [{ code: 'unavailable' }] },
    });
  });

  test('files, the summary as a Bundle inside, and the PDF of the letter each in their place', () => {
    const typesOf = (code: string) => sectionOf(bundle, code)?.entry?.map(({ type }) => type);
    expect(typesOf('210')).toEqual(['DocumentReference', 'DocumentReference', 'Bundle']);
    expect(typesOf('230')).toEqual(['DocumentReference']);
    const inner = bundle.entry?.map(({ resource }) => resource).find((one) => one?.resourceType === 'Bundle');
    expect(inner).toMatchObject({
      identifier: { value: '1312345670^2026^01989f00-0000-7000-8000-0000000000d3' },
      meta: {
        profile: ['http://jpfhir.jp/fhir/clins/StructureDefinition/JP_Bundle_eDischargeSummary|1.10.0'],
      },
    });
  });

  test('1.11.0 stands on everything that claims a profile of the edition', () => {
    const later = JSON.stringify(referralToBundle({ ...documentInput(FULL_REFERRAL), version: '1.11.0' }));
    expect(later).not.toContain('|1.10.0');
    expect(later).toContain('JP_Bundle_eDischargeSummary|1.11.0');
  });

  test.each([
    ['bytes that are not at hand', new Map<string, Uint8Array>(), 'missing_attachment'],
    [
      'bytes other than those attached',
      new Map([...ATTACHMENT_BYTES.keys()].map((id) => [id, Uint8Array.of(1)])),
      'damaged_attachment',
    ],
  ])('%s are never sent', (_name, attachments, reason) => {
    expect(() => referralToBundle({ ...documentInput(FULL_REFERRAL), attachments })).toThrow(
      expect.objectContaining({ reason, userMessage: expect.stringContaining('添付') }) as Error,
    );
  });

  test('a section the document does not have is refused rather than dropped', () => {
    const sections = [{ code: '342', text: '入院時診断', emptyReason: null, entries: [] }];
    expect(() => referralToBundle(documentInput({ ...MINIMAL_REFERRAL, sections }))).toThrow(MapperError);
  });
});
