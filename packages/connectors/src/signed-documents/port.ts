import {
  PortError,
  type SignedDocumentKind,
  type SignedDocumentPort,
  type TimestampPort,
} from '@shirube/core/ports';
import {
  addSignatureTimestamp,
  addValidationData,
  prepareDocument,
  timestampDigest,
  verifyDocumentXml,
} from '@shirube/eprescription';
import { createExamination, reportOf, type SignatureTrust } from './examination.ts';
import { waitForValue } from './wait-for-value.ts';

/** Signed documents of our own by @shirube/eprescription. Throws TypeError when there is no root. */
export function createSignedDocumentPort(
  trust: SignatureTrust,
  timestamp: Pick<TimestampPort, 'timestamp'>,
  now: () => Date,
): SignedDocumentPort {
  const examination = createExamination(trust);
  const examine = (kind: SignedDocumentKind, xml: Uint8Array, at: Date) =>
    examination.run(
      (options) => verifyDocumentXml(xml, kind, { ...options, requiredRoles: kind.requiredRoles }),
      at,
    );
  return {
    prepare: (kind, layout, credential, signingTime) =>
      waitForValue(
        prepareDocument({
          layout,
          targetId: kind.targetId,
          signatureId: kind.signatureId,
          certificateChain: credential.chain,
          signingTime,
        }),
      ),

    async stamp(kind, xml) {
      const before = await examine(kind, xml, now());
      if (!before.result.report.valid) throw notStampable(before.result.report.checks.at(-1)?.name);
      const { token } = await timestamp.timestamp(timestampDigest(xml, kind.signatureId));
      const stamped = addSignatureTimestamp(xml, kind.signatureId, token);
      const { result, lists } = await examine(kind, stamped, now());
      if (!result.report.valid) throw notStampable(result.report.checks.at(-1)?.name);
      const isSettled = result.report.checks.every(({ status }) => status !== 'indeterminate');
      if (!isSettled) return { xml: stamped, report: reportOf(result.report) };
      const certificates = result.report.authorities.filter(
        (each, index, all) => all.findIndex((other) => Buffer.from(other).equals(each)) === index,
      );
      const whole = addValidationData(stamped, kind.signatureId, { certificates, lists });
      return { xml: whole, report: reportOf((await examine(kind, whole, now())).result.report) };
    },

    async verify(kind, xml, at) {
      return reportOf((await examine(kind, xml, at)).result.report);
    },
  };
}

/** Nothing that does not hold is stamped: the stamp would only make it last. */
const notStampable = (check: string | undefined): PortError =>
  new PortError(
    'timestamp',
    'signature',
    '署名を確かめられないため、タイムスタンプを付けませんでした。もう一度署名してください。',
    check ?? null,
  );
