import 'server-only';
import { isApiScope } from '@shirube/core/api-clients';
import {
  findOwner,
  findPatientIds,
  readChartForClient,
  readDocumentFiles,
} from '@shirube/core/client-reading';
import { documentsInside } from '@shirube/fhir-mapper';
import { z } from 'zod';
import { type AnyRestDeclaration, defineRoute } from '../rest/declaration.ts';
import { notThere } from './face.ts';
import { documentBundle, type ReadableType, readableTypes, recordIdOf, resourcesOf } from './resources.ts';
import {
  everythingQuery,
  pageOf,
  patientQuery,
  patientsOf,
  patientsOfNumber,
  repeatable,
  resourceId,
  searchQuery,
  searchset,
} from './search.ts';

/** Any resource: what it holds the mapper and the profiles say. */
const answer = z.custom<{ resourceType: string }>(
  (value) => typeof value === 'object' && value !== null && 'resourceType' in value,
);
const audit = 'chart.read_by_client';
const none = z.strictObject({});

const readPatient = defineRoute({
  name: 'fhir.Patient.read',
  method: 'GET',
  path: '/Patient/{id}',
  summary: '患者をIDで読む',
  scope: 'system/Patient.rs',
  params: z.strictObject({ id: z.uuid() }),
  query: none,
  body: null,
  answer,
  audit,
  weight: 1,
  run: async (uow, { params }) => {
    const [patientId] = await findPatientIds(uow, params);
    const chart = patientId === undefined ? null : await readChartForClient(uow, patientId, []);
    if (uow.auditCount === 0) uow.audit({ action: audit, detail: { found: 0 } });
    return chart === null ? notThere : (resourcesOf(chart)[0] ?? notThere);
  },
});

const searchPatients = defineRoute({
  name: 'fhir.Patient.search',
  method: 'GET',
  path: '/Patient',
  summary: '患者を患者番号（identifier）かIDで探す',
  scope: 'system/Patient.rs',
  params: none,
  query: patientQuery,
  repeatable,
  body: null,
  answer,
  audit,
  weight: 2,
  run: async (uow, { query }, client) => {
    const page = await pageOf(uow, client, 'Patient', query, async () => {
      const byNumber = query.identifier === undefined ? null : await patientsOfNumber(uow, query.identifier);
      const byId = query._id === undefined ? null : await findPatientIds(uow, { id: query._id });
      const patientIds = (byNumber ?? byId ?? []).filter((id) => byId?.includes(id) ?? true);
      return { patientIds, id: null };
    });
    const keep = ({ resourceType }: { resourceType: string }) => resourceType === 'Patient';
    return searchset(uow, client, { what: 'Patient', parts: [], keep, page });
  },
});

const everything = defineRoute({
  name: 'fhir.Patient.everything',
  method: 'GET',
  path: '/Patient/{id}/$everything',
  summary: '患者1人について、許可された種類の全部を読む',
  scope: 'system/Patient.rs',
  params: z.strictObject({ id: z.uuid() }),
  query: everythingQuery,
  repeatable,
  body: null,
  answer,
  audit,
  weight: 10,
  run: async (uow, { params, query }, client) => {
    const what = `Patient/${params.id}/$everything`;
    const allowed = readableTypes.filter(({ scope }) =>
      client.token.scopes.filter(isApiScope).includes(scope),
    );
    const page = await pageOf(uow, client, what, query, async () => ({
      patientIds: await findPatientIds(uow, params),
      id: null,
    }));
    const types: readonly string[] = ['Patient', ...allowed.map(({ type }) => type)];
    return searchset(uow, client, {
      what,
      parts: allowed.map(({ part }) => part),
      keep: ({ resourceType }) => types.includes(resourceType),
      page,
    });
  },
});

const readOf = (readable: ReadableType): AnyRestDeclaration =>
  defineRoute({
    name: `fhir.${readable.type}.read`,
    method: 'GET',
    path: `/${readable.type}/{id}`,
    summary: `${readable.label}1件をIDで読む`,
    scope: readable.scope,
    params: z.strictObject({ id: resourceId }),
    query: none,
    body: null,
    answer,
    audit,
    weight: 1,
    run: async (uow, { params }) => {
      const owner = await findOwner(uow, readable.owner, recordIdOf(params.id));
      const chart = owner === null ? null : await readChartForClient(uow, owner, [readable.part]);
      if (uow.auditCount === 0) uow.audit({ action: audit, detail: { found: 0 } });
      const found =
        chart &&
        resourcesOf(chart).find(({ id, resourceType }) => resourceType === readable.type && id === params.id);
      return found ?? notThere;
    },
  });

const searchOf = (readable: ReadableType): AnyRestDeclaration =>
  defineRoute({
    name: `fhir.${readable.type}.search`,
    method: 'GET',
    path: `/${readable.type}`,
    summary: `患者の${readable.label}を探す`,
    scope: readable.scope,
    params: none,
    query: searchQuery,
    repeatable,
    body: null,
    answer,
    audit,
    weight: 3,
    run: async (uow, { query }, client) => {
      const page = await pageOf(uow, client, readable.type, query, () => patientsOf(uow, readable, query));
      return searchset(uow, client, {
        what: readable.type,
        parts: [readable.part],
        keep: ({ resourceType }) => resourceType === readable.type,
        page,
      });
    },
  });

const readDocument = defineRoute({
  name: 'fhir.Bundle.read',
  method: 'GET',
  path: '/Bundle/{id}',
  summary: '文書の本体（添付を含む）をIDで読む',
  scope: 'system/DocumentReference.rs',
  params: z.strictObject({ id: z.uuid() }),
  query: none,
  body: null,
  answer,
  audit,
  weight: 5,
  run: async (uow, { params }) => {
    const owner = await findOwner(uow, 'document', params.id);
    const chart = owner === null ? null : await readChartForClient(uow, owner, ['documents']);
    if (uow.auditCount === 0) uow.audit({ action: audit, detail: { found: 0 } });
    const document = chart?.documents.find(({ documentId }) => documentId === params.id);
    if (!document) return notThere;
    return documentBundle(document, await readDocumentFiles(uow, documentsInside(document.record)));
  },
});

/** The table of contents of the FHIR API for the clinic's own systems. */
export const fhirRoutes: readonly AnyRestDeclaration[] = [
  searchPatients,
  readPatient,
  everything,
  ...readableTypes.flatMap((readable) => [searchOf(readable), readOf(readable)]),
  readDocument,
];
