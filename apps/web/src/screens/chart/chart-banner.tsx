'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { type MarkerShape, markerShapes, PatientBanner, StatusBadge } from '@shirube/ui';
import {
  ageInWords,
  birthDateInWords,
  clock,
  consentInWords,
  dayAndClock,
  fullKana,
  fullName,
  sexInWords,
  validityInWords,
} from '../format.ts';

/** The same patient has the same shape and colour in every tab: it follows from the id. */
function markerOf(patientId: string): MarkerShape {
  const sum = [...patientId].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return markerShapes[sum % markerShapes.length] ?? 'square';
}

export function ChartBanner({ chart, today }: { chart: Chart; today: string }) {
  const { patient, eligibility } = chart;
  const deadline = chart.consents.map((consent) => consent.expiresAt).sort()[0];
  return (
    <PatientBanner
      marker={markerOf(patient.id)}
      name={fullName(patient)}
      kana={fullKana(patient)}
      identity={`${sexInWords(patient.sex)} ${ageInWords(patient.birthDate, today)}`}
      facts={[
        { term: '生年月日', detail: birthDateInWords(patient.birthDate) },
        { term: '患者番号', detail: patient.patientNumber },
        {
          term: '保険',
          detail: patient.coverage
            ? `${patient.coverage.insurerName ?? patient.coverage.insurerNumber} ${patient.coverage.copayPercent / 10}割`
            : patient.publicSubsidies.length > 0
              ? '公費のみ'
              : '登録なし',
        },
        ...(eligibility
          ? [
              {
                term: '資格',
                detail: `${validityInWords[eligibility.validity] ?? '不明'}（${dayAndClock(eligibility.checkedAt)} ${eligibility.method}）`,
              },
            ]
          : []),
        {
          term: '閲覧同意',
          detail:
            chart.consents.length > 0 && deadline
              ? `${chart.consents.map((consent) => consentInWords[consent.scope] ?? consent.scope).join('・')}（${dayAndClock(deadline)} まで）`
              : 'なし',
        },
        ...(chart.encounter
          ? [
              {
                term: '診察',
                detail: `${clock(chart.encounter.startedAt)} 開始 ${chart.encounter.departmentName}`,
              },
            ]
          : []),
      ]}
      cautions={
        chart.pendingEntries.length > 0 || chart.sharesNothing || chart.formerCharts.length > 0 ? (
          <>
            {chart.pendingEntries.length > 0 ? (
              <StatusBadge tone="caution">{`未承認の代行入力 ${chart.pendingEntries.length}件`}</StatusBadge>
            ) : null}
            {chart.sharesNothing ? <StatusBadge tone="caution">情報を共有しない</StatusBadge> : null}
            {chart.formerCharts.map((former) => (
              <StatusBadge key={former.patientId} tone="neutral">
                {`患者番号 ${former.patientNumber} を統合`}
              </StatusBadge>
            ))}
          </>
        ) : undefined
      }
      allergies={
        chart.allergies.length > 0
          ? {
              status: 'recorded',
              items: chart.allergies.map((allergy) => ({
                name: allergy.displayName,
                reaction: allergy.reaction ?? undefined,
              })),
            }
          : { status: 'not-asked' }
      }
    />
  );
}
