import { type PrescriptionVerification, verifyPrescriptionXml } from '@shirube/eprescription';
import type { SandboxServices } from '../services.ts';
import { readXml, textAt, UnreadableXml } from '../xml.ts';
import { decodeBase64 } from './base64.ts';

export interface SignatureVerdict {
  status: 'invalid' | 'indeterminate';
  reasons: { key: string; code: string; text: string }[];
}

export type OpenedPrescription =
  | { outcome: 'opened'; csv: Uint8Array }
  | { outcome: 'xml_refused'; messages: string[] }
  | { outcome: 'signature_refused'; verdict: SignatureVerdict };

/**
 * The record inside an envelope. 電子 (IssueType 1): only what a doctor's or dentist's valid signature covers, under the
 * sandbox's own root and against its revocation list. 紙 (IssueType 2): the original is the paper, no signature is asked.
 */
export function openPrescription(
  services: SandboxServices,
  content: Uint8Array,
  issueType: '1' | '2',
): OpenedPrescription {
  const unsigned = recordInside(content);
  if (unsigned === null) {
    return { outcome: 'xml_refused', messages: ['処方箋XMLとして読み取れないか、処方情報がありません'] };
  }
  if (issueType === '2') return { outcome: 'opened', csv: unsigned };
  if (services.faults.signsWrongly('eprescription')) {
    return refusedBecause([{ name: 'signature', message: '模擬の誤動作により署名を無効と判定しました' }]);
  }
  const report = verify(services, content);
  if (report === null) {
    return {
      outcome: 'signature_refused',
      verdict: {
        status: 'indeterminate',
        reasons: [reason({ name: 'certificate', message: '添えられた証明書を読み取れません' })],
      },
    };
  }
  if (!report.valid || report.csv === null) {
    return refusedBecause(report.checks.filter((check) => check.status === 'invalid'));
  }
  return { outcome: 'opened', csv: report.csv };
}

/** null when a certificate in the file cannot even be parsed. */
function verify(services: SandboxServices, content: Uint8Array): PrescriptionVerification | null {
  try {
    return verifyPrescriptionXml(content, {
      trustedRoots: [services.pki.root],
      intermediates: [services.pki.issuing],
      crls: services.pki.crls,
      at: services.now(),
      requiredRoles: ['Medical Doctor', 'Dentist'],
    });
  } catch {
    return null;
  }
}

function refusedBecause(checks: { name: string; message: string }[]): OpenedPrescription {
  return { outcome: 'signature_refused', verdict: { status: 'invalid', reasons: checks.map(reason) } };
}

/** assumed: the codes; only that there are keys, codes and messages is public. */
function reason({ name, message }: { name: string; message: string }): SignatureVerdict['reasons'][number] {
  return { key: name, code: `EPSV_${name.toUpperCase()}`, text: message };
}

function recordInside(content: Uint8Array): Uint8Array | null {
  try {
    return decodeBase64(textAt(readXml(content), 'Document', 'Prescription', 'PrescriptionDocument'));
  } catch (error) {
    if (error instanceof UnreadableXml) return null;
    throw error;
  }
}
