import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLINIC, TestSandbox } from './testing/client.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.json('POST', '/control/reset');
});

const confirmation = () =>
  fetch(`${sandbox.url}/gateway/${CLINIC}/req/OQSsiquc01req_f1.xml`, {
    method: 'POST',
    body: `<XmlMsg><MessageHeader><MedicalInstitutionCode>${CLINIC}</MedicalInstitutionCode><ArbitraryFileIdentifier>f1</ArbitraryFileIdentifier><QualificationConfirmationDate>20261120</QualificationConfirmationDate></MessageHeader><MessageBody><QualificationConfirmSearchInfo><InsurerNumber>01139906</InsurerNumber><InsuredCardSymbol>21700023</InsuredCardSymbol><InsuredIdentificationNumber>4127</InsuredIdentificationNumber><Birthdate>19660526</Birthdate></QualificationConfirmSearchInfo></MessageBody></XmlMsg>`,
  });

describe('fault switches', () => {
  it('down: the connection ends without an answer', async () => {
    await sandbox.fault('eligibility', 'down');
    await expect(confirmation()).rejects.toThrow();
    await expect(fetch(`${sandbox.url}/gateway/${CLINIC}/face`)).rejects.toThrow();
  });

  it('error: a system failure in the service’s own words', async () => {
    await sandbox.fault('eligibility', 'error');
    const text = await (await confirmation()).text();
    expect(text).toContain('<SegmentOfResult>9</SegmentOfResult>');
    expect(text).toContain('<ErrorCode>EPSX9001E</ErrorCode>');
    await sandbox.fault('sharing', 'error');
    const sharing = await fetch(`${sandbox.url}/sharing/v0/${CLINIC}/bundles`, {
      method: 'POST',
      body: '{}',
    });
    expect(sharing.status).toBe(500);
  });

  it('slow: waits, then answers', async () => {
    await sandbox.fault('eligibility', 'slow', 300);
    const startedAt = performance.now();
    expect(await (await confirmation()).text()).toContain('<QualificationValidity>1<');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290);
  });

  it('malformed: status 200 and half of the answer', async () => {
    await sandbox.fault('eligibility', 'malformed');
    const response = await confirmation();
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toContain('<XmlMsg>');
    expect(text).not.toContain('</XmlMsg>');
  });

  it('timeout_after_commit: it was done, but no answer comes', async () => {
    await sandbox.tapCard('p01');
    const [file] = (await sandbox.json('GET', `/gateway/${CLINIC}/face`)).body.files;
    await sandbox.fault('eligibility', 'timeout_after_commit', 50);
    await expect(
      fetch(`${sandbox.url}/gateway/${CLINIC}/face/${file.fileName}`, { method: 'DELETE' }),
    ).rejects.toThrow();
    await sandbox.fault('eligibility', 'normal');
    expect((await sandbox.json('GET', `/gateway/${CLINIC}/face`)).body.files).toEqual([]);
  });

  it('one service’s fault leaves the others alone, and closing does not wait for a hanging answer', async () => {
    await sandbox.fault('eligibility', 'timeout_after_commit', 60_000);
    const hanging = confirmation().catch((error: unknown) => error);
    expect((await sandbox.json('GET', '/health')).body).toMatchObject({ status: 'ok', mark: 'TEST' });
    expect((await fetch(`${sandbox.url}/csc/v2/info`)).status).toBe(200);
    const startedAt = performance.now();
    await sandbox.restart();
    expect(await hanging).toBeInstanceOf(Error);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('refuses a mode it does not have', async () => {
    expect((await sandbox.json('PUT', '/control/faults', { sharing: { mode: 'broken' } })).status).toBe(400);
  });

  it('restart keeps switches, face files and consents', async () => {
    await sandbox.tapCard('p01');
    await sandbox.fault('tsa', 'slow', 7);
    const files = (await sandbox.json('GET', `/gateway/${CLINIC}/face`)).body;
    await sandbox.restart();
    expect((await sandbox.json('GET', `/gateway/${CLINIC}/face`)).body).toEqual(files);
    expect((await sandbox.json('GET', '/control/faults')).body.tsa).toEqual({ mode: 'slow', delayMs: 7 });
  });
});
