import type { Bundle, BundleEntry, Composition, Patient, Reference, Resource } from '@medplum/fhirtypes';
import type { DocumentHead, Instant } from '@shirube/core/records';
import { resourceUuid } from '../identifiers.ts';
import { japaneseInstant } from '../instants.ts';
import { toPatient } from '../patient.ts';
import { versioned } from '../profiles.ts';
import type { ResourceContext } from '../resource-context.ts';
import { type ClinsVersion, DEFAULT_CLINS_VERSION } from '../specification.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';

/** What every document is made from. */
export interface DocumentInput<R extends DocumentHead> {
  /** Bundle.identifier in full: see documentIdentifier */
  identifier: string;
  /** when the Bundle is made */
  timestamp: Instant;
  record: R;
  /** the bytes of every attachment by its attachmentId, those of an enclosed document among them */
  attachments: ReadonlyMap<string, Uint8Array>;
  version?: ClinsVersion | undefined;
}

/**
 * [Bundle-ID] of a document: institution ^ year of issue ^ its id. The id of a document stays over its versions, so that a new
 * version replaces the one before (bundle-types §2).
 */
export function documentIdentifier({ facility, issuedOn, documentId }: DocumentHead): string {
  return `${facility.institutionCode}^${issuedOn.slice(0, 4)}^${documentId}`;
}

/** The resources of one document: each stands once, however often it is referred to. */
export class DocumentBuilder {
  readonly version: ClinsVersion;
  /** the Bundle's timestamp, which is also when its resources were made */
  readonly timestamp: string;
  readonly institutionCode: string;
  readonly attachments: ReadonlyMap<string, Uint8Array>;
  readonly patient: Reference<Patient>;
  readonly #identifier: string;
  readonly #entries = new Map<string, BundleEntry>();

  constructor(input: DocumentInput<DocumentHead>) {
    const { record } = input;
    this.version = input.version ?? DEFAULT_CLINS_VERSION;
    this.timestamp = japaneseInstant(input.timestamp);
    this.institutionCode = record.facility.institutionCode;
    this.attachments = input.attachments;
    this.#identifier = input.identifier;
    this.patient = this.add('Patient', record.patient.patientNumber, (id) =>
      toPatient(record.patient, {
        id,
        institutionCode: this.institutionCode,
        lastUpdated: this.timestamp,
        version: this.version,
      }),
    );
  }

  /** Adds a resource under its local id, unless it is there already, and gives the reference to it. */
  add<T extends Resource>(
    resourceType: T['resourceType'],
    localId: string,
    make: (id: string) => T,
  ): Reference<T> {
    const id = resourceUuid(this.#identifier, resourceType, localId);
    const fullUrl = `urn:uuid:${id}`;
    if (!this.#entries.has(fullUrl)) this.#entries.set(fullUrl, { fullUrl, resource: make(id) });
    return { reference: fullUrl, type: resourceType };
  }

  /** What the mappers of diagnoses, allergies, results and prescriptions ask for. */
  context(id: string): ResourceContext {
    return {
      id,
      institutionCode: this.institutionCode,
      patientReference: String(this.patient.reference),
      version: this.version,
    };
  }

  /** The metadata of a resource that is made for this document only. */
  meta(profile: string): { lastUpdated: string; profile: string[] } {
    return { lastUpdated: this.timestamp, profile: [versioned(profile, this.version)] };
  }

  /** The document: the Composition first, then the patient and everything else in the order of its first mention. */
  bundle(profile: string, composition: (id: string) => Composition): Bundle {
    const id = resourceUuid(this.#identifier, 'Composition', '');
    return {
      resourceType: 'Bundle',
      id: resourceUuid(this.#identifier, 'Bundle', ''),
      meta: this.meta(profile),
      identifier: { system: IDENTIFIER_SYSTEMS.bundle, value: this.#identifier },
      type: 'document',
      timestamp: this.timestamp,
      entry: [{ fullUrl: `urn:uuid:${id}`, resource: composition(id) }, ...this.#entries.values()],
    };
  }
}
