import { randomUUID } from 'node:crypto';
import { startEncounter } from '@shirube/core/charting';
import { checkLocally } from '@shirube/core/prescribing';
import { draftRpSchema } from '@shirube/core/prescribing/draft';

import {
  acceptLetter,
  decideLetter,
  type FhirReader,
  fetchSharedInformation,
  letterRound,
  listLetters,
  openLetter,
  readLetter,
  readLetterFile,
  releaseLetter,
  takeAllergy,
  viewLetter,
  viewSharedInformation,
} from '@shirube/core/received';
import { acceptInbound, listBoard } from '@shirube/core/reception';
import { readDocument, readInformation } from '@shirube/fhir-mapper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pollCards } from './poll-cards.ts';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';

/** Letters and 6情報 of other institutions, over the sandbox's protocol, in the FHIR of other vendors. */
const reader: FhirReader = { readDocument, readInformation };
const hospital = '1319900039';
let clinic: ClinicUnderTest;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic?.close());

const doctor = () => clinic.as('doctor');

/** Somebody comes with the card and every consent there is. */
async function comes(personId: string): Promise<{ patientId: string; encounterId: string }> {
  await clinic.control('POST', 'cards', {
    institutionCode: clinic.institutionCode,
    personId,
    consents: { medication: true, diagnosis: true, sharedDiagnoses: true, sharedClinical: true },
    issueSelect: 'electronic',
  });
  await pollCards(clinic.as('system'), clinic.institutionCode);
  const board = await clinic.as('clerk').run((uow) => listBoard(uow, { serviceDate: null }));
  const { receptionId } = await clinic
    .as('clerk')
    .run((uow) =>
      acceptInbound(uow, { inboundId: board.inbound[0]!.id, purpose: '紹介', as: { kind: 'new' } }),
    );
  return doctor().run((uow) => startEncounter(uow, { receptionId }));
}

describe('a letter with everything in it', () => {
  let letterId: string;
  let visit: { patientId: string; encounterId: string };

  it('arrives on hold, is proposed to whoever has its insured number, and is released by the consent of the card', async () => {
    visit = await comes('p05');
    await clinic.control('POST', 'letters', {
      kind: 'full',
      personId: 'p05',
      from: hospital,
      to: clinic.institutionCode,
      readable: false,
    });
    expect(await letterRound(clinic.as('system'), clinic.institutionCode)).toEqual({
      arrived: 1,
      fetched: 0,
    });
    const [row] = await doctor().run(listLetters);
    letterId = row!.id;
    const letter = await doctor().run((uow) => readLetter(uow, { letterId }));
    expect(letter).toMatchObject({
      state: 'on_hold',
      candidates: [{ patient: { id: visit.patientId }, by: 'insurance', differences: [] }],
    });
    await doctor().run((uow) =>
      decideLetter(uow, { letterId, rowVersion: letter.rowVersion, patientId: visit.patientId }),
    );
    await releaseLetter(doctor(), { letterId, patientId: visit.patientId, by: 'card' });
    await openLetter(doctor(), reader, { letterId, patientId: visit.patientId });
  });

  it('is read whole: sections, results, the summary it encloses, files as what they are', async () => {
    const of = { letterId, patientId: visit.patientId };
    const shown = await doctor().run((uow) => viewLetter(uow, reader, of));
    expect(shown.documents).toHaveLength(2);
    // a year alone is no date: it is said, not dropped
    expect(shown.documents.flatMap((each) => each.unread)).toEqual([expect.stringContaining('1998')]);
    const words = JSON.stringify(shown);
    for (const expected of ['肺炎', 'Ｂ型慢性肝炎', '鶏卵', 'プレドニン錠', '0.35', '陽性', '抗菌薬の点滴'])
      expect(words).toContain(expected);
    const files = shown.documents.flatMap((each) => each.attachments);
    expect(files.map((file) => [file.mediaType, file.shown])).toEqual([
      ['application/pdf', true],
      ['image/png', true],
    ]);
    for (const file of files)
      expect(
        await doctor().run((uow) => readLetterFile(uow, reader, { ...of, index: file.index })),
      ).toMatchObject({ mediaType: file.mediaType });
    const allergy = shown.documents
      .flatMap((each) => each.sections)
      .flatMap((each) => each.items)
      .find((each) => each.kind === 'allergy');
    expect(allergy?.takeOver?.state).toBe('possible');
    await doctor().run((uow) => takeAllergy(uow, reader, { ...of, reference: allergy!.reference }));
    await expect(
      doctor().run((uow) => takeAllergy(uow, reader, { ...of, reference: allergy!.reference })),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is accepted, and the service knows it', async () => {
    await acceptLetter(doctor(), { letterId, patientId: visit.patientId });
    expect(await letterRound(clinic.as('system'), clinic.institutionCode)).toEqual({
      arrived: 0,
      fetched: 0,
    });
    expect(await doctor().run((uow) => readLetter(uow, { letterId }))).toMatchObject({ state: 'accepted' });
  });
});

describe('what other institutions registered', () => {
  it('is read under both consents, and an allergy that only they know reaches the order row', async () => {
    const visit = await comes('p03');
    expect(await fetchSharedInformation(doctor(), reader, visit)).toEqual([
      { scope: 'sharedDiagnoses', outcome: 'fetched', reason: null },
      { scope: 'sharedClinical', outcome: 'fetched', reason: null },
    ]);
    const shown = await doctor().run((uow) => viewSharedInformation(uow, visit));
    const items = shown.facilities.flatMap((each) => each.bundles.flatMap((bundle) => bundle.items));
    expect(items.some((item) => item.kind === 'allergy')).toBe(true);
    expect(items.some((item) => item.kind === 'condition')).toBe(true);
    expect([shown.results.length > 0, shown.infections.length > 0]).toEqual([true, true]);
    const levofloxacin = await doctor().run((uow) =>
      uow.tables.drug.findFirstOrThrow({ where: { ingredientName: { contains: 'レボフロキサシン' } } }),
    );
    const result = await doctor().run((uow) =>
      checkLocally(uow, {
        ...visit,
        oralConsent: false,
        rps: [
          draftRpSchema.parse({
            clientId: randomUUID(),
            formClass: '1',
            quantity: 5,
            usage: null,
            medications: [
              {
                clientId: randomUUID(),
                yjCode: levofloxacin.yjCode,
                receiptCode: levofloxacin.receiptCode,
                name: levofloxacin.name,
                ingredientName: levofloxacin.ingredientName,
                dose: '1',
                unit: '錠',
                unitCode: null,
              },
            ],
          }),
        ],
      }),
    );
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        kind: 'allergy',
        tier: 'block',
        basis: expect.stringContaining('電子カルテ情報共有'),
      }),
    );
  });
});
