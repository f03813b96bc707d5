import { isRole, roleWords } from '../identity/roles.ts';
import type { KeptValue, KeptValues, StaffChangeKind } from './change-staff.ts';

const kindWords: Record<StaffChangeKind, string> = {
  joined: '入職した',
  profile: '氏名などを変えた',
  roles: '役割を変えた',
  licence: '資格を変えた',
  certificate: '電子証明書の登録を変えた',
  left: '離職した',
  returned: '復職した',
  sessions_ended: 'ログインを打ち切った',
};

const fieldWords: Record<string, string> = {
  familyName: '姓',
  givenName: '名',
  familyKana: '姓のカナ',
  givenKana: '名のカナ',
  roles: '役割',
  licence: '資格',
  licenceNumber: '登録番号',
  licenceRegisteredOn: '登録年月日',
  narcoticsLicenceNumber: '麻薬施用者免許番号',
  doctorCode: '医師コード',
  hpkiCredentialId: '署名サービスの証明書ID',
  hpkiCertificateSubject: '証明書の名義',
  hpkiCertificateSha256: '証明書の拇印',
  joinedOn: '入職日',
  leftOn: '離職日',
  returnedOn: '復職日',
  sessions: '打ち切った数',
};

function valueWords(field: string, value: KeptValue | undefined): string {
  if (value === null || value === undefined || value === '') return 'なし';
  if (Array.isArray(value)) return roleWords(value.filter(isRole)) || 'なし';
  return field === 'hpkiCertificateSha256' ? `${value.slice(0, 16)}…` : value;
}

export const changeKindWords = (kind: string): string => kindWords[kind as StaffChangeKind] ?? kind;

/** What changed, as the history shows it: one line a field. */
export function changeLines(
  before: KeptValues | null,
  after: KeptValues | null,
): { field: string; from: string; to: string }[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({
    field: fieldWords[field] ?? field,
    from: valueWords(field, before?.[field]),
    to: valueWords(field, after?.[field]),
  }));
}
