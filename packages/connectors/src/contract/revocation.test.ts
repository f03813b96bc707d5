import { certificatesFromPem, readRevocationList } from '@shirube/eprescription';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRevocationLists, readRevocationSources } from '../revocation/index.ts';
import { ContractSandbox } from './sandbox.ts';

let sandbox: ContractSandbox;
beforeAll(async () => {
  sandbox = await ContractSandbox.start('real');
}, 60_000);
afterAll(() => sandbox.stop());

describe('the revocation lists of the sandbox', () => {
  it('are found by the file of sources it serves, and are good for weeks', async () => {
    const port = createRevocationLists({
      sources: readRevocationSources(await sandbox.text('/pki/crl-sources.txt')),
      privateHosts: [],
      now: () => new Date(),
    });
    const authorities = certificatesFromPem(await sandbox.text('/pki/chain.pem'));
    expect(authorities).toHaveLength(2);
    const lists = await port.listsOf(authorities);
    const ends = lists.map(
      (list, index) => readRevocationList(list, authorities[index] as Uint8Array)?.nextUpdate,
    );
    for (const end of ends) expect(end?.getTime()).toBeGreaterThan(Date.now() + 20 * 24 * 60 * 60_000);
    expect(lists).toHaveLength(2);
  });
});
