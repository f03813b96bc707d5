'use client';

import { LinkButton } from '@shirube/ui';
import Link from 'next/link';
import { useMay } from '~/client/may.tsx';

type Place = 'events' | 'patients' | 'reviews';

/** The three questions of the audit screens: what happened, who saw a patient, has somebody looked at it. */
export function AuditNav({ clinic, current }: { clinic: string; current: Place }) {
  const places: { place: Place; href: string; label: string; shown: boolean }[] = [
    { place: 'events', href: `/c/${clinic}/audit`, label: '証跡をさがす', shown: useMay('audit.view') },
    {
      place: 'patients',
      href: `/c/${clinic}/audit/patients`,
      label: '患者を誰が見たか',
      shown: useMay('audit.view_patient'),
    },
    {
      place: 'reviews',
      href: `/c/${clinic}/audit/reviews`,
      label: '週の点検',
      shown: useMay('audit.review'),
    },
  ];
  return (
    <nav aria-label="監査" className="flex flex-wrap gap-2">
      {places
        .filter((each) => each.shown)
        .map((each) => (
          <LinkButton
            key={each.place}
            as={Link}
            href={each.href}
            variant={each.place === current ? 'primary' : 'tertiary'}
            aria-current={each.place === current ? 'page' : undefined}
          >
            {each.label}
          </LinkButton>
        ))}
    </nav>
  );
}
