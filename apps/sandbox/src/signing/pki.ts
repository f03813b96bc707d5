// TEMPORARY until @shirube/eprescription/test-pki exists

import { constants, generateKeyPairSync, type KeyObject, privateEncrypt } from 'node:crypto';
import { SIGNERS, type Signer } from './signers.ts';

export interface SandboxPki {
  signers: readonly Signer[];
  describe(credentialId: string): object;
  signDigest(credentialId: string, digest: Uint8Array): Uint8Array;
}
export async function openPki(_dir: string): Promise<SandboxPki> {
  const key: KeyObject = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  return {
    signers: SIGNERS,
    describe: () => ({}),
    signDigest: (_id, digest) => {
      const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), digest]);
      return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info);
    },
  };
}
