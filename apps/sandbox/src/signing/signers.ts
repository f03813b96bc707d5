/**
 * The people who hold a test certificate. A clinic's staff row names its credentialId (hpkiCredentialId), which is
 * also the login_hint. Romaji stand in the certificate's subject, the Japanese name in its subjectAltName.
 */
export interface Signer {
  credentialId: string;
  name: string;
  romaji: string;
  role: 'Medical Doctor' | 'Dentist' | 'Pharmacist';
  roleLabel: string;
}

export const SIGNERS: readonly Signer[] = [
  doctor(1, '山田 花子', 'YAMADA HANAKO'),
  doctor(2, '港 一郎', 'MINATO ICHIRO'),
  doctor(3, '検証 太郎', 'KENSHO TARO'),
  doctor(4, '模擬 次郎', 'MOGI JIRO'),
  {
    credentialId: 'hpki-test-pharmacist-1',
    name: '厚労 薬子',
    romaji: 'KORO YAKUKO',
    role: 'Pharmacist',
    roleLabel: '薬剤師',
  },
];

function doctor(number: number, name: string, romaji: string): Signer {
  return {
    credentialId: `hpki-test-doctor-${number}`,
    name,
    romaji,
    role: 'Medical Doctor',
    roleLabel: '医師',
  };
}

export function signerByCredential(credentialId: string): Signer | undefined {
  return SIGNERS.find((signer) => signer.credentialId === credentialId);
}
