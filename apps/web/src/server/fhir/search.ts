import 'server-only';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { type ChartPart, findOwner, findPatientIds, readChartForClient } from '@shirube/core/client-reading';
import type { UnitOfWork } from '@shirube/db';
import { localPatientSystem } from '@shirube/fhir-mapper';
import { z } from 'zod';
import { issuer } from '../rest/caller.ts';
import type { CallingClient } from '../rest/declaration.ts';
import { problems } from '../rest/problem.ts';
import { fhirRoot } from './face.ts';
import { lastUpdatedFilter } from './last-updated.ts';
import { openPage, type Page, sealPage } from './page.ts';
import { type ReadableType, recordIdOf, resourcesOf } from './resources.ts';

/** Resources on a page: what is given when nobody says, and at most. */
export const usualCount = 50;
export const mostCount = 200;

export const resourceId = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-\d{1,3}-\d{1,2})?$/);
const patientReference = z
  .string()
  .regex(/^(?:Patient\/)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .transform((value) => value.replace('Patient/', ''));
/** 患者番号, with or without its system; null where no system is said */
const patientNumber = z
  .string()
  .regex(/^(?:[A-Za-z0-9.:]{0,60}\|)?[0-9A-Za-z-]{1,20}$/)
  .transform((value) => {
    const bar = value.indexOf('|');
    return { system: bar > 0 ? value.slice(0, bar) : null, number: value.slice(bar + 1) };
  });
const lastUpdated = z
  .array(z.string().refine((value) => lastUpdatedFilter(value) !== null, '日付の形が正しくありません。'))
  .max(2)
  .default([]);
const count = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .transform(Number)
  .pipe(z.number().max(mostCount));
const paging = {
  _lastUpdated: lastUpdated,
  _count: count.optional(),
  _page: z.string().max(2_000).optional(),
};

export const repeatable = ['_lastUpdated'];

const alone = (query: Record<string, unknown>): boolean =>
  query._page === undefined ||
  Object.entries(query).every(
    ([name, value]) =>
      name === '_page' || value === undefined || (Array.isArray(value) && value.length === 0),
  );

/** A search within one patient's chart: nobody leafs through the clinic. */
export const searchQuery = z
  .strictObject({
    patient: patientReference.optional(),
    'patient.identifier': patientNumber.optional(),
    _id: resourceId.optional(),
    ...paging,
  })
  .refine(alone, '_page のほかの項目は書けません。')
  .refine(
    (query) => query._page ?? query.patient ?? query['patient.identifier'] ?? query._id,
    'patient、patient.identifier、_id のどれかが要ります。',
  );

/** Patients by their number or id. */
export const patientQuery = z
  .strictObject({ identifier: patientNumber.optional(), _id: z.uuid().optional(), ...paging })
  .refine(alone, '_page のほかの項目は書けません。')
  .refine((query) => query._page ?? query.identifier ?? query._id, 'identifier か _id が要ります。');

export const everythingQuery = z
  .strictObject({ ...paging })
  .refine(alone, '_page のほかの項目は書けません。');

/** A page of a search over the resources of some charts. */
export async function searchset(
  uow: UnitOfWork,
  client: CallingClient,
  asked: {
    /** what is searched: the address below the root */
    what: string;
    parts: readonly ChartPart[];
    keep: (resource: Resource) => boolean;
    page: Page;
  },
): Promise<Bundle> {
  const { page, what } = asked;
  const resources: Resource[] = [];
  for (const patientId of page.patientIds) {
    const chart = await readChartForClient(uow, patientId, asked.parts);
    if (chart) resources.push(...resourcesOf(chart));
  }
  if (uow.auditCount === 0) uow.audit({ action: 'chart.read_by_client', detail: { found: 0 } });
  const filters = page.lastUpdated.map(lastUpdatedFilter);
  const found = resources
    .filter(asked.keep)
    .filter(({ id }) => page.id === null || id === page.id)
    .filter((resource) => filters.every((fits) => fits?.(momentOf(resource))))
    .map((resource) => ({ resource, key: keyOf(resource) }))
    .sort((a, b) => compare(a.key, b.key));
  const { after } = page;
  const rest = after === null ? found : found.filter(({ key }) => compare(key, after) > 0);
  const shown = rest.slice(0, page.count);
  const last = shown.at(-1);
  const link = (to: Page): string =>
    `${issuer()}${fhirRoot}/${what}?_page=${sealPage(to, what, client, uow.now)}`;
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [
      { relation: 'self', url: link(page) },
      ...(last && rest.length > shown.length
        ? [{ relation: 'next', url: link({ ...page, after: last.key }) }]
        : []),
    ],
    entry: shown.map(({ resource }) => ({
      fullUrl: `${issuer()}${fhirRoot}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode: 'match' },
    })),
  };
}

type Key = [lastUpdated: string, id: string];

const momentOf = (resource: Resource): string => resource.meta?.lastUpdated ?? '';
/** The moment in UTC, so that instants of different zones compare as text; then type and id. */
const keyOf = (resource: Resource): Key => [
  new Date(momentOf(resource)).toISOString(),
  `${resource.resourceType}/${resource.id}`,
];

function compare([atA, idA]: Key, [atB, idB]: Key): number {
  if (atA !== atB) return atA < atB ? -1 : 1;
  if (idA === idB) return 0;
  return idA < idB ? -1 : 1;
}

/** The page that a query means: sealed in a link, or the first of a new search. */
export async function pageOf(
  uow: UnitOfWork,
  client: CallingClient,
  what: string,
  query: { _page?: string | undefined; _lastUpdated: string[]; _count?: number | undefined },
  findPatients: () => Promise<{ patientIds: string[]; id: string | null }>,
): Promise<Page> {
  if (query._page !== undefined) return openPage(query._page, what, client, uow.now);
  const { patientIds, id } = await findPatients();
  return { patientIds, id, lastUpdated: query._lastUpdated, count: query._count ?? usualCount, after: null };
}

/** The patients of a number. The number of another institution's patient is nobody here, whoever has the same one. */
export async function patientsOfNumber(
  uow: UnitOfWork,
  { system, number }: z.output<typeof patientNumber>,
): Promise<string[]> {
  if (system !== null) {
    const own = await uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } });
    if (system !== localPatientSystem(own.institutionCode)) return [];
  }
  return findPatientIds(uow, { patientNumber: number });
}

/** Whose charts a search is about. Two parameters that mean different people find nothing. */
export async function patientsOf(
  uow: UnitOfWork,
  readable: ReadableType,
  query: z.output<typeof searchQuery>,
): Promise<{ patientIds: string[]; id: string | null }> {
  const found: string[][] = [];
  if (query.patient !== undefined) found.push(await findPatientIds(uow, { id: query.patient }));
  const number = query['patient.identifier'];
  if (number !== undefined) found.push(await patientsOfNumber(uow, number));
  if (query._id !== undefined) {
    const owner = await findOwner(uow, readable.owner, recordIdOf(query._id));
    found.push(owner === null ? [] : [owner]);
  }
  const [first = [], ...others] = found;
  const patientIds = first.filter((id) => others.every((ids) => ids.includes(id)));
  if (found.length === 0)
    throw problems.invalid([{ in: 'query', pointer: '', detail: '患者を指定してください。' }]);
  return { patientIds, id: query._id ?? null };
}
