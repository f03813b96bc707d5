import {
  type PrescriptionFilePort,
  type SigningPort,
  type SigningProviderId,
  type SigningServices,
  signingProviderIds,
} from '@shirube/core/ports';
import type { OutsideClient } from '../http/index.ts';
import { createBridgePort } from './bridge.ts';
import { createCardlessPort } from './cardless.ts';
import { createCscPort } from './csc.ts';

/** The ways to sign of an installation. A way stands here only with everything it needs (readSigningEnvironment sees to it). */
export interface SigningConfig {
  /** in the order they are shown */
  providers: readonly SigningProviderId[];
  /** base of the CSC v2 service, reachable from the doctor's browser too, and our client id there */
  csc?: { url: string; clientId: string };
  /** the card-less service: base of its OpenID Connect endpoints, and of its signing component */
  cardless?: { identityUrl: string; signingUrl: string };
  /** the bridge beside the card reader, and the secret it was paired with */
  bridge?: { url: string; pairingSecret: string };
}

/** Adapters for what is configured. Throws TypeError when a way is offered whose configuration is missing. */
export function createSigningServices(
  config: SigningConfig,
  client: (baseUrl: string) => OutsideClient,
  files: Pick<PrescriptionFilePort, 'prepareSignature'>,
  now: () => Date,
): SigningServices {
  const ports = new Map<SigningProviderId, SigningPort>(
    config.providers.map((id) => [id, portOf(id, config, client, files, now)]),
  );
  return {
    offered: [...ports.keys()],
    with: (id) => {
      const known = signingProviderIds.find((each) => each === id);
      return (known && ports.get(known)) ?? null;
    },
  };
}

function portOf(
  id: SigningProviderId,
  { csc, cardless, bridge }: SigningConfig,
  client: (baseUrl: string) => OutsideClient,
  files: Pick<PrescriptionFilePort, 'prepareSignature'>,
  now: () => Date,
): SigningPort {
  if (id === 'csc-v2' && csc) return createCscPort(client(csc.url), csc.url, csc.clientId, files);
  if (id === 'local-card' && bridge)
    return createBridgePort(client(bridge.url), bridge.url, bridge.pairingSecret, files);
  if (id !== 'csc-v2' && id !== 'local-card' && cardless) {
    const clients = { identity: client(cardless.identityUrl), signing: client(cardless.signingUrl) };
    return createCardlessPort(id, clients, cardless.identityUrl, now);
  }
  throw new TypeError(`${id} is offered without its configuration`);
}
