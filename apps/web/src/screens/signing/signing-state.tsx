'use client';

import { Chip } from '@shirube/ui';
import { clock, dateAndClock } from '../format.ts';
import { type SigningStatus, StartSigning, useSigningStatus } from './start-signing.tsx';

/** 電子署名 in the head of every page: whether the doctor has authenticated today, and how long that holds. */
export function SigningState() {
  const { data: status } = useSigningStatus();
  if (!status) return null;
  return (
    <>
      <CertificateEnds status={status} />
      {status.authorized && status.expiresAt ? (
        <Chip tone="success">{`電子署名：認証済み（${clock(status.expiresAt)}まで）`}</Chip>
      ) : (
        <>
          <Chip tone={status.pendingUntil ? 'caution' : 'neutral'}>
            {status.pendingUntil
              ? `電子署名：認証の途中（${clock(status.pendingUntil)}まで）`
              : '電子署名：未認証'}
          </Chip>
          {status.available ? (
            <StartSigning
              status={status}
              label={status.pendingUntil ? '認証をやり直す' : '電子署名を認証する'}
            />
          ) : null}
        </>
      )}
    </>
  );
}

/** A new certificate takes weeks to come: its end is said 60 days before, and stronger when it is near. */
function CertificateEnds({ status }: { status: SigningStatus }) {
  if (!status.certificateEnds) return null;
  const { validTo, daysLeft } = status.certificateEnds;
  if (daysLeft < 0)
    return (
      <Chip tone="danger">電子証明書の期限が切れています。新しい証明書の登録を管理者に頼んでください</Chip>
    );
  const words = `電子証明書の期限まであと${daysLeft}日（${dateAndClock(validTo)}）。更新を申し込んでください`;
  return <Chip tone={daysLeft <= 7 ? 'danger' : daysLeft <= 30 ? 'warning' : 'caution'}>{words}</Chip>;
}
