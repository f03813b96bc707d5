import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { controlRoutes } from './control/routes.ts';
import { layInElsewhere } from './elsewhere/lay-in.ts';
import { FaultSwitches } from './faults.ts';
import { gatewayRoutes } from './gateway/routes.ts';
import { instant } from './jst.ts';
import { type DrugKnowledge, loadDrugKnowledge } from './knowledge/drugs.ts';
import { InstitutionDirectory } from './knowledge/institutions.ts';
import { PeopleRegistry } from './knowledge/people.ts';
import { assetRoutes } from './screens/assets.ts';
import { screenRoutes } from './screens/routes.ts';
import type { SandboxServices } from './services.ts';
import { sharingRoutes } from './sharing/routes.ts';
import { cardlessRoutes } from './signing/cardless.ts';
import { openPki } from './signing/pki.ts';
import { signingRoutes } from './signing/routes.ts';
import { StateStore } from './state/store.ts';
import { pkiRoutes, tsaRoutes } from './tsa.ts';

const SEED = fileURLToPath(new URL('../../../prisma/seed/', import.meta.url));

export interface SandboxOptions {
  /** 0 = any free port */
  port: number;
  /** state directory; made when it does not exist */
  dir: string;
  host?: string;
  /** the clock; the machine's own by default */
  now?: () => Date;
  /** what the services know about drugs; the demo masters by default */
  drugs?: DrugKnowledge;
  mastersDir?: string | undefined;
  /** where the test certificates are kept; the state directory by default */
  pkiDir?: string;
}

export interface RunningSandbox {
  /** base address without a trailing slash */
  url: string;
  /** Ends waiting answers, closes every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts the stand-in for the national services. Throws when the port is taken, when the state directory was written
 * by another version, or when the demo people or masters cannot be read.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const now = options.now ?? (() => new Date());
  const host = options.host ?? '127.0.0.1';
  const store = new StateStore(options.dir);
  const stopped = new AbortController();
  const mastersDir = options.mastersDir ?? join(SEED, 'masters');
  let url = '';
  const services: SandboxServices = {
    store,
    people: PeopleRegistry.fromFile(join(SEED, 'demo-people.json')),
    drugs: options.drugs ?? loadDrugKnowledge(mastersDir),
    institutions: InstitutionDirectory.fromMasters(mastersDir),
    faults: new FaultSwitches(store, stopped.signal),
    pki: await openPki(options.pkiDir ?? options.dir, now()),
    url: () => url,
    now,
  };

  layInElsewhere(services);
  const server = await listen(application(services, instant(now())), options.port, host);
  url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        stopped.abort();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function application(services: SandboxServices, startedAt: string): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error, context) => {
    // the kind only: a message may quote what was sent
    console.error(`sandbox: ${error.name} in ${context.req.method} ${context.req.routePath}`);
    return context.json({ error: 'internal', mark: 'TEST' }, 500);
  });
  app.get('/health', (context) =>
    context.json({
      status: 'ok',
      mark: 'TEST',
      startedAt,
      drugs: services.drugs.drugCount,
      interactions: services.drugs.pairCount,
      people: services.people.people.length,
    }),
  );
  app.route('/gateway', gatewayRoutes(services));
  app.route('/csc/v2', signingRoutes(services));
  app.route('/cardless', cardlessRoutes(services));
  app.route('/pki', pkiRoutes(services));
  app.route('/tsa', tsaRoutes(services));
  app.route('/sharing', sharingRoutes(services));
  app.route('/control', controlRoutes(services));
  app.route('/assets/fonts', assetRoutes());
  app.route('/', screenRoutes(services));
  return app;
}

function listen(app: Hono<{ Bindings: HttpBindings }>, port: number, hostname: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}
