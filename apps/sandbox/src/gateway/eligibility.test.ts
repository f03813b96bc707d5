import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLINIC, NOON, OTHER_CLINIC, TestSandbox } from '../testing/client.ts';
import { decodeXml, readXml, textAt, type XmlTree } from '../xml.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

async function faceFile(fileName: string): Promise<Uint8Array> {
  const response = await fetch(`${sandbox.url}/gateway/${CLINIC}/face/${fileName}`);
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

function result(bytes: Uint8Array): XmlTree {
  const list = (readXml(bytes).XmlMsg as XmlTree).MessageBody as XmlTree;
  return (list.ResultList as XmlTree).ResultOfQualificationConfirmation as XmlTree;
}

describe('card reader', () => {
  it('leaves a file for that clinic alone, oldest first, until it is acknowledged', async () => {
    const first = await sandbox.tapCard('p01');
    sandbox.clock = new Date(NOON.getTime() + 60_000);
    const second = await sandbox.tapCard('p03');
    await sandbox.tapCard('p04', {}, OTHER_CLINIC);

    const listed = await sandbox.json('GET', `/gateway/${CLINIC}/face`);
    expect(listed.body.files.map((file: { fileName: string }) => file.fileName)).toEqual([first, second]);
    expect(first).toMatch(/^OQSsiquc01res_face_\d+_20261120105200\.xml$/);

    expect((await sandbox.json('DELETE', `/gateway/${CLINIC}/face/${first}`)).status).toBe(204);
    expect((await sandbox.json('DELETE', `/gateway/${CLINIC}/face/${first}`)).status).toBe(404);
    expect((await sandbox.json('GET', `/gateway/${CLINIC}/face`)).body.files).toHaveLength(1);
  });

  it('writes 髙﨑 in Shift_JIS bytes that the declaration announces', async () => {
    const bytes = await faceFile(await sandbox.tapCard('p02'));
    expect(decodeXml(bytes)).toContain('encoding="Shift_JIS"');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(result(bytes).Name).toBe('髙﨑　ハナ');
    expect(textAt(readXml(bytes), 'XmlMsg', 'MessageHeader', 'CharacterCodeIdentifier')).toBe('1');
  });

  it('writes 𠮷田, which Shift_JIS does not have, in UTF-8', async () => {
    const bytes = await faceFile(await sandbox.tapCard('p07'));
    expect(result(bytes).Name).toBe('𠮷田　健一');
    expect(result(bytes).Address).toContain('葛󠄀西坂');
    expect(textAt(readXml(bytes), 'XmlMsg', 'MessageHeader', 'CharacterCodeIdentifier')).toBe('0');
  });

  it('writes every demo person in the encoding of that person', async () => {
    const { people } = (await sandbox.json('GET', '/control/people')).body;
    expect(people.length).toBeGreaterThanOrEqual(14);
    for (const person of people) {
      const found = result(await faceFile(await sandbox.tapCard(person.id)));
      expect(found.Name).toBe(`${person.familyName}　${person.givenName}`);
    }
  });

  it('carries each consent with a deadline of 24 hours, and none that was not given', async () => {
    const found = result(await faceFile(await sandbox.tapCard('p01', { surgery: false })));
    expect(found.PharmacistsInfoConsFlg).toBe('1');
    expect(found.PharmacistsInfoConsTime).toBe('20261120105200');
    expect(found.PharmacistsInfoAvailableTime).toBe('20261121105200');
    expect(found.OperationInfoConsFlg).toBe('0');
    expect(found.OperationInfoAvailableTime).toBe('');
  });

  it('gives 医療扶助 without an insurer, and 未就学 for a child of three', async () => {
    const welfare = result(await faceFile(await sandbox.tapCard('p12')));
    expect(welfare.InsurerNumber).toBe('');
    expect(textAt(welfare, 'PublicExpenseResultList', 'MedicalTicketInfo', 'PublicExpenseNumber')).toBe(
      '12139903',
    );
    const child = result(await faceFile(await sandbox.tapCard('p04')));
    expect(child.PreschoolClassification).toBe('1');
    expect(welfare.PreschoolClassification).toBe('');
  });

  it('refuses a card of nobody', async () => {
    const answer = await sandbox.json('POST', '/control/cards', {
      institutionCode: CLINIC,
      personId: 'nobody',
      consents: {},
    });
    expect(answer.status).toBe(404);
  });
});

describe('資格確認 by number', () => {
  const confirm = (insurer: string, symbol: string, number: string, birth: string, branch = '') =>
    sandbox.gateway(
      'OQSsiquc01',
      'req-1',
      `<QualificationConfirmSearchInfo><InsurerNumber>${insurer}</InsurerNumber><InsuredCardSymbol>${symbol}</InsuredCardSymbol><InsuredIdentificationNumber>${number}</InsuredIdentificationNumber><InsuredBranchNumber>${branch}</InsuredBranchNumber><Birthdate>${birth}</Birthdate><LimitApplicationCertificateRelatedConsFlg>0</LimitApplicationCertificateRelatedConsFlg></QualificationConfirmSearchInfo>`,
      { headerXml: '<QualificationConfirmationDate>20261120</QualificationConfirmationDate>' },
    );

  it.each([
    ['valid', '01139906', '21700023', '4127', '19660526', '1'],
    [
      'full-width letters and an unpadded insurer number',
      '1139906',
      '２１７０００２３',
      '４１２７',
      '19660526',
      '1',
    ],
    ['ended, with a new one', '01139906', '21700888', '9', '19950707', '3'],
    ['ended, without a new one', '279901', '浪', '5566', '19880505', '2'],
    ['unknown number', '01139906', '21700023', '4128', '19660526', '4'],
    ['another birth date', '01139906', '21700023', '4127', '19660527', '4'],
  ])('%s', async (_name, insurer, symbol, number, birth, validity) => {
    const { body, header } = await confirm(insurer, symbol, number, birth);
    expect(header.SegmentOfResult).toBe('1');
    expect(body.QualificationValidity).toBe(validity);
  });

  it('shows the new insurance when the old one is asked for', async () => {
    const { body } = await confirm('01139906', '21700888', '9', '19950707');
    expect(textAt(body, 'ResultList', 'ResultOfQualificationConfirmation', 'InsurerNumber')).toBe('06139927');
  });

  it('refuses a request without a birth date', async () => {
    const { body } = await confirm('01139906', '21700023', '4127', '');
    expect(body.ProcessingResultStatus).toBe('2');
    expect(body.ProcessingResultCode).toBe('OQSB0001E');
  });

  it('refuses a request in the name of another institution', async () => {
    const response = await fetch(`${sandbox.url}/gateway/${OTHER_CLINIC}/req/OQSsiquc01req_a.xml`, {
      method: 'POST',
      body: `<XmlMsg><MessageHeader><MedicalInstitutionCode>${CLINIC}</MedicalInstitutionCode><ArbitraryFileIdentifier>a</ArbitraryFileIdentifier></MessageHeader><MessageBody/></XmlMsg>`,
    });
    const text = await response.text();
    expect(text).toContain('<SegmentOfResult>9</SegmentOfResult>');
    expect(text).toContain('EPSX0002E');
  });

  it.each([
    ['not XML', 'hello'],
    ['a document type', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><XmlMsg>&e;</XmlMsg>'],
  ])('refuses %s', async (_name, body) => {
    const response = await fetch(`${sandbox.url}/gateway/${CLINIC}/req/OQSsiquc01req_a.xml`, {
      method: 'POST',
      body,
    });
    expect(await response.text()).toContain('EPSX0001E');
  });
});
