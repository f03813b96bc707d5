'use client';

import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { BanIcon, SuccessIcon, UnknownIcon } from '../icons.tsx';
import { useStickyInset } from '../layout/use-sticky-inset.ts';
import { Marker, type MarkerShape, markerTopBorder } from './marker.tsx';

export interface BannerFact {
  /** 生年月日、保険、閲覧同意 … */
  term: string;
  detail: ReactNode;
}

export interface BannerAllergy {
  name: string;
  /** the reaction: 発疹 */
  reaction?: string | undefined;
}

/** not-asked is its own state: an empty place must never be read as "no allergies". */
export type BannerAllergies =
  | { status: 'recorded'; items: readonly BannerAllergy[] }
  | { status: 'none-known' }
  | { status: 'not-asked' };

export interface PatientBannerProps {
  marker: MarkerShape;
  name: string;
  kana: string;
  /** what identifies beside the name: 男性 60歳 */
  identity: ReactNode;
  facts: readonly BannerFact[];
  allergies: BannerAllergies;
  /** further warnings after the allergies: infection, anticoagulant, pregnancy (as StatusBadge) */
  cautions?: ReactNode;
  /** buttons at the end of the facts */
  actions?: ReactNode;
  /** element of the name: h1 (default) where the banner heads the page */
  nameAs?: 'h1' | 'h2' | 'p' | undefined;
}

/**
 * Who this is, always in view (after the NHS patient banner): name with kana, sex and age, what could harm, then
 * the facts. A name is never cut: it wraps. On a short screen only the name row stays in view, with the number of
 * allergies; the banner's parts then stand one under the other.
 */
export function PatientBanner({
  marker,
  name,
  kana,
  identity,
  facts,
  allergies,
  cautions,
  actions,
  nameAs: Name = 'h1',
}: PatientBannerProps) {
  const ref = useStickyInset<HTMLElement>('top');
  const topBorder = markerTopBorder(marker);
  return (
    <section
      ref={ref}
      aria-label="患者"
      className={classNames(
        'contents roomy:sticky roomy:top-0 roomy:z-30 roomy:flex roomy:flex-wrap roomy:gap-x-8 roomy:border-t-[0.3125rem] roomy:border-b roomy:border-b-line roomy:bg-white print:static!',
        topBorder,
      )}
    >
      <div
        className={classNames(
          'sticky top-0 z-30 flex min-w-0 items-center gap-3.5 border-t-[0.3125rem] bg-white px-5 pt-2.5 pb-2 shadow-[0_2px_6px_rgb(26_26_26/0.1)] roomy:static roomy:border-t-0 roomy:pr-0 roomy:shadow-none print:static!',
          topBorder,
        )}
      >
        <Marker shape={marker} className="size-7" />
        <div className="min-w-0">
          <p className="text-note leading-snug text-ink-2">{kana}</p>
          <div className="flex flex-wrap items-baseline gap-x-4">
            <Name className="text-name font-bold tracking-[0.02em]">{name}</Name>
            <span className="text-title font-bold">{identity}</span>
          </div>
        </div>
        <AllergyCount allergies={allergies} />
      </div>
      <div className="flex min-w-[min(20rem,100%)] flex-wrap items-center gap-x-2 gap-y-1.5 bg-white px-5 py-2 roomy:flex-1 roomy:pt-2.5 roomy:pl-0">
        <Allergies allergies={allergies} />
        {cautions}
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 border-b border-line bg-white px-5 pb-2.5 roomy:w-full roomy:border-b-0">
        <dl className="flex min-w-0 flex-auto flex-wrap gap-x-6 gap-y-0.5">
          {facts.map((fact) => (
            <div key={fact.term} className="flex flex-wrap items-baseline gap-x-2">
              <dt className="text-note text-ink-2">{fact.term}</dt>
              <dd className="text-sub">{fact.detail}</dd>
            </div>
          ))}
        </dl>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </section>
  );
}

/** The allergies in two words, for the name row where it sticks alone; the full list is read out elsewhere. */
function AllergyCount({ allergies }: { allergies: BannerAllergies }) {
  const recorded = allergies.status === 'recorded';
  const words = {
    recorded: `アレルギー ${recorded ? allergies.items.length : 0}件`,
    'none-known': 'アレルギー なし',
    'not-asked': 'アレルギー 未確認',
  }[allergies.status];
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'print-hide ml-auto shrink-0 rounded-md border px-2.5 py-1 text-sub font-bold leading-snug roomy:hidden',
        recorded && 'border-transparent bg-danger text-white',
        allergies.status === 'none-known' && 'border-success-line bg-success-tint text-success',
        allergies.status === 'not-asked' &&
          'border-dashed border-unknown bg-unknown-tint text-unknown-strong',
      )}
    >
      {words}
    </span>
  );
}

function Allergies({ allergies }: { allergies: BannerAllergies }) {
  const badge = 'inline-flex items-center gap-1.5 rounded-md border px-2.5 py-1 text-sub leading-snug';
  if (allergies.status === 'none-known')
    return (
      <span className={`${badge} border-success-line bg-success-tint text-success`}>
        <SuccessIcon />
        アレルギー なし（確認済み）
      </span>
    );
  if (allergies.status === 'not-asked')
    return (
      <span className={`${badge} border-dashed border-unknown bg-unknown-tint font-bold text-unknown-strong`}>
        <UnknownIcon />
        アレルギー 未確認
      </span>
    );
  return (
    <ul
      aria-label={`アレルギー ${allergies.items.length}件`}
      className="flex flex-wrap items-center gap-1.5 text-sub leading-snug"
    >
      <li
        aria-hidden="true"
        className={`${badge} border-transparent bg-danger font-bold text-white forced-colors:border-[CanvasText]`}
      >
        <BanIcon />
        アレルギー
      </li>
      {allergies.items.map((allergy) => (
        <li
          key={allergy.name}
          className={`${badge} border-danger-line bg-danger-tint font-bold text-danger-strong`}
        >
          {allergy.name}
          {allergy.reaction ? <span className="font-normal">（{allergy.reaction}）</span> : null}
        </li>
      ))}
    </ul>
  );
}
