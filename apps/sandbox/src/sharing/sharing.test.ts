import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, CLINIC, OTHER_CLINIC, TestSandbox } from '../testing/client.ts';
import { conditionsBundle } from '../testing/conditions-bundle.ts';
import { SharingClient } from '../testing/sharing-client.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.json('POST', '/control/reset');
});

function bundle(names: string[] = ['高血圧症'], localId = 'cond-00009999'): Answer {
  return conditionsBundle({ institutionCode: CLINIC, localId, names });
}

let sent = 0;
async function post(content: unknown, requestId = `request-${++sent}`, institutionCode = CLINIC) {
  const response = await fetch(`${sandbox.url}/sharing/v0/${institutionCode}/bundles`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', 'x-request-id': requestId },
    body: typeof content === 'string' ? content : JSON.stringify(content),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

const held = async () =>
  (await sandbox.json('GET', `/sharing/v0/documents?institutionCode=${CLINIC}`)).body.documents;
const ruleIds = (body: Answer): string[] => body.errors.map((error: { ruleId: string }) => error.ruleId);

describe('registering a report unit', () => {
  it('replaces the whole unit under the same identifier: one document is held', async () => {
    const first = await post(bundle(['高血圧症', '脂質異常症']));
    expect(first).toMatchObject({ status: 200, body: { replaced: false } });
    const replacement = bundle(['高血圧症']);
    const second = await post(replacement);
    expect(second).toMatchObject({ status: 200, body: { replaced: true } });
    expect(second.body.acknowledgementId).not.toBe(first.body.acknowledgementId);

    const documents = await held();
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({
      identifier: `${CLINIC}^2026^cond-00009999`,
      revision: 2,
      entryCount: 2,
    });
    const stored = await sandbox.json(
      'GET',
      `/sharing/v0/documents/${encodeURIComponent(documents[0].identifier)}`,
    );
    expect(stored.body).toEqual(replacement);
  });

  it('answers a repeated request with the first acknowledgement and does nothing again', async () => {
    const content = bundle();
    const first = await post(content, 'same-request');
    const again = await post(content, 'same-request');
    expect(again.body).toEqual(first.body);
    expect((await held())[0].revision).toBe(1);
    expect((await post(bundle(['脂質異常症']), 'same-request')).status).toBe(422);
  });

  it('refuses to put another person under an identifier that is in use', async () => {
    await post(bundle());
    const other = bundle();
    other.entry[0].resource.identifier[0].value = '00139907:標０１:１２３４５６:01';
    other.entry[0].resource.birthDate = '1971-11-02';
    const answer = await post(other);
    expect(ruleIds(answer.body)).toEqual(['KEY01']);
    expect((await held())[0].revision).toBe(1);
  });

  const faulty: [rule: string, name: string, spoil: (b: Answer) => void][] = [
    ['R0211', 'a first entry that is not the patient', (b) => b.entry.reverse()],
    ['R0212', 'a patient without the profile', (b) => (b.entry[0].resource.meta.profile = ['x'])],
    ['R0213', 'a Bundle without the profile', (b) => (b.meta.profile = ['x'])],
    ['R02141', 'no tag', (b) => (b.meta.tag = [])],
    [
      'R02142',
      'a tag of a type that is not sent this way',
      (b) => (b.meta.tag[0].code = 'MedicationRequest'),
    ],
    ['R02143', 'no resource of the tagged type', (b) => b.entry.splice(1)],
    ['R02151', 'another identifier system', (b) => (b.identifier.system = 'x')],
    ['R2152', 'an identifier of another form', (b) => (b.identifier.value = `${CLINIC}-2026-1`)],
    ['R9011', 'an entry without the institution', (b) => b.entry[1].resource.extension.shift()],
    [
      'R9012',
      'an institution of another form',
      (b) => (b.entry[1].resource.extension[0].valueIdentifier.value = '131'),
    ],
    ['R9013C', 'a Condition without Encounter', (b) => (b.entry[1].resource.contained = [])],
    [
      'R9013C',
      'a contained Encounter whose profile carries a version',
      (b) => (b.entry[1].resource.contained[0].meta.profile[0] += '|1.2.0'),
    ],
    ['R9013C', 'a Condition without onset', (b) => delete b.entry[1].resource.onsetDateTime],
    ['R9014C', 'a Condition without department', (b) => b.entry[1].resource.extension.pop()],
    ['R1012', 'a patient without the insured number', (b) => (b.entry[0].resource.identifier = [])],
    [
      'R1013',
      'an insured number of another form',
      (b) => (b.entry[0].resource.identifier[0].value = '1:2:3:4'),
    ],
    ['R1113', 'a name with a full-width space', (b) => (b.entry[0].resource.name[0].text = 'テスト　太郎')],
    ['FULLURL', 'a fullUrl used twice', (b) => (b.entry[1].fullUrl = b.entry[0].fullUrl)],
    [
      'validEntryProfile',
      'a Condition without the profile',
      (b) => (b.entry[1].resource.meta.profile = ['x']),
    ],
    [
      'INSURED',
      'an insured number nobody has',
      (b) => (b.entry[0].resource.identifier[0].value = '01139906:1:1:00'),
    ],
    ['INSURED', 'another birth date', (b) => (b.entry[0].resource.birthDate = '1966-05-27')],
  ];
  it.each(faulty)('%s: refuses %s, and keeps nothing of it', async (rule, _name, spoil) => {
    const content = bundle(['高血圧症', '脂質異常症']);
    spoil(content);
    const answer = await post(content);
    expect(answer.status).toBe(422);
    expect(ruleIds(answer.body)).toContain(rule);
    expect(answer.body.errors[0]).toMatchObject({ severity: 'error', text: expect.stringMatching(/./) });
    expect(await held()).toEqual([]);
  });

  it('refuses what another institution sends in this one’s name', async () => {
    expect(ruleIds((await post(bundle(), 'r', OTHER_CLINIC)).body)).toContain('INSTITUTION');
  });

  it('a number that has ended registers nothing, but still withdraws what stands under it', async () => {
    const clinic = new SharingClient(sandbox);
    const person = (insuredId: string) => ({ insuredId, birthDate: '1995-07-07' });
    const now = '06139927:7001:1502:00';
    const ended = '01139906:21700888:9:00';
    const of = (insuredId: string) => {
      const content = bundle();
      content.entry[0].resource.identifier[0].value = insuredId;
      content.entry[0].resource.birthDate = '1995-07-07';
      return content;
    };
    expect(ruleIds((await post(of(ended))).body)).toEqual(['INSURED']);
    expect((await post(of(now))).status).toBe(200);
    const identifier = `${CLINIC}^2026^cond-00009999`;
    const cancel = (insuredId: string) => clinic.post('bundles/cancel', { identifier, ...person(insuredId) });
    expect((await cancel('01139906:21700023:4127:00')).status).toBe(422);
    expect((await cancel(ended)).body.found).toBe(true);
  });

  it('refuses what is not JSON, what has no request id and what is above 10 MB', async () => {
    expect((await post('{')).status).toBe(400);
    expect((await post(bundle(), ' ')).status).toBe(400);
    expect((await post(`"${'x'.repeat(10 * 1024 * 1024)}"`)).status).toBe(413);
  });
});
