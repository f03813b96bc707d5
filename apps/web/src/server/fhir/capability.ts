import 'server-only';
import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import { apiScopeNames, signatureAlgorithms } from '@shirube/core/api-clients';
import { PROFILES } from '@shirube/fhir-mapper';
import { tokenPath } from '../oauth/token.ts';
import { issuer } from '../rest/caller.ts';
import { fhirRoot } from './face.ts';
import { type ReadableType, readableTypes } from './resources.ts';

/** When the API last changed in what it can do. */
const changedOn = '2026-11-21';

const profileOf: Partial<Record<ReadableType['type'], string>> = {
  Condition: PROFILES.condition,
  AllergyIntolerance: PROFILES.allergyIntolerance,
  Observation: PROFILES.observationLab,
  MedicationRequest: PROFILES.medicationRequest,
  Encounter: PROFILES.encounterEcs,
};

const read = [{ code: 'read' as const }];
const readAndSearch = [...read, { code: 'search-type' as const }];
const common = [
  { name: '_id', type: 'token' as const },
  { name: '_lastUpdated', type: 'date' as const },
  { name: '_count', type: 'number' as const },
];

/** What this installation's FHIR API can do, for everybody to read: nothing of it is of a clinic or a patient. */
export function capabilityStatement(): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: changedOn,
    kind: 'instance',
    software: { name: 'Shirube' },
    implementation: { description: 'Shirube（標） 医療機関の外部システム向け FHIR API', url: base() },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description: 'SMART Backend Services（client_credentials、system スコープ）',
        },
        resource: [patient(), ...readableTypes.map(resource), { type: 'Bundle', interaction: read }],
      },
    ],
  };
}

function patient(): CapabilityStatementRestResource {
  return {
    type: 'Patient',
    supportedProfile: [PROFILES.patient],
    interaction: readAndSearch,
    versioning: 'versioned',
    searchParam: [...common, { name: 'identifier', type: 'token' }],
    operation: [
      { name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' },
    ],
  };
}

function resource({ type }: ReadableType): CapabilityStatementRestResource {
  const profile = profileOf[type];
  return {
    type,
    ...(profile === undefined ? {} : { supportedProfile: [profile] }),
    interaction: readAndSearch,
    versioning: 'versioned',
    searchParam: [
      ...common,
      { name: 'patient', type: 'reference' },
      { name: 'patient.identifier', type: 'token' },
    ],
  };
}

/** .well-known/smart-configuration (SMART App Launch 2, Backend Services): how a program gets a token for this API. */
export function smartConfiguration(): Record<string, unknown> {
  return {
    issuer: issuer(),
    token_endpoint: `${issuer()}${tokenPath}`,
    revocation_endpoint: `${issuer()}/api/oauth/revoke`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic', 'client_secret_post'],
    token_endpoint_auth_signing_alg_values_supported: signatureAlgorithms,
    scopes_supported: apiScopeNames.filter((scope) => scope.startsWith('system/')),
    capabilities: ['client-confidential-asymmetric', 'client-confidential-symmetric', 'permission-v2'],
  };
}

const base = (): string => `${issuer()}${fhirRoot}`;
