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
      signingUrl: `${url}/csc/v2`,
      tsaUrl: `${url}/tsa`,
      sharingUrl: `${url}/sharing/v0`,
      clientId: 'shirube-test',
      trustedRootsPem,
      polling: { attempts: 2, intervalMs: 5 },
      ...config,
    },
    log,
  );
}
