import { prepareSignature } from '@shirube/eprescription';
import { signInAs } from './authorize.ts';
import type { Answer } from './client.ts';

/** Signs a record through the sandbox's own signing service, as a clinic does. */
export async function signedEnvelope(
  url: string,
  csv: string,
  credentialId: string,
  signingTime: Date,
): Promise<Uint8Array> {
  const token = await signInAs(url, credentialId);
  const post = async (path: string, body: object) => {
    const response = await fetch(`${url}/csc/v2/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Answer;
  };
  const info = await post('credentials/info', {
    credentialID: credentialId,
    certificates: 'chain',
    certInfo: true,
  });
  const certificateChain = info.cert.certificates.map(
    (der: string) => new Uint8Array(Buffer.from(der, 'base64')),
  );
  const prepared = prepareSignature({ csv: new TextEncoder().encode(csv), certificateChain, signingTime });
  const { signatures } = await post('signatures/signHash', {
    credentialID: credentialId,
    SAD: token,
    hashes: [Buffer.from(prepared.digest).toString('base64')],
    hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
    signAlgo: '1.2.840.113549.1.1.11',
  });
  return prepared.complete(new Uint8Array(Buffer.from(signatures[0], 'base64')));
}
