import type { ExchangeLog, OutsideServices } from '@shirube/core/ports';
import { createOutsideServices, type OutsideServicesConfig } from '../index.ts';

/** Services of one server that serves every protocol under the paths of the sandbox. */
export function servicesAt(
  url: string,
  trustedRootsPem: string,
  log: ExchangeLog,
  config: Partial<OutsideServicesConfig> = {},
): OutsideServices {
  return createOutsideServices(
    {
      gatewayUrl: `${url}/gateway`,
      signing: {
        providers: ['csc-v2', 'cardless-fido'],
        csc: { url: `${url}/csc/v2`, clientId: 'shirube-test' },
        cardless: { identityUrl: `${url}/cardless/oidc`, signingUrl: `${url}/cardless/sign` },
      },
      tsaUrl: `${url}/tsa`,
      sharingUrl: `${url}/sharing/v0`,
      trustedRootsPem,
      polling: { attempts: 2, intervalMs: 5 },
      ...config,
    },
    log,
  );
}
