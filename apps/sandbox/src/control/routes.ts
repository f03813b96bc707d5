import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { layInElsewhere } from '../elsewhere/lay-in.ts';
import type { SandboxServices } from '../services.ts';
import {
  ActionRefused,
  cardTapInput,
  dispense,
  faultsInput,
  giveBack,
  letAnotherWrite,
  letterInput,
  receive,
  reportInput,
  setFaults,
  tap,
} from './actions.ts';

const prescriptionInput = reportInput.extend({ prescriptionId: z.string() });

/** For tests and demos: what the screens do, as JSON. Never under a fault. */
export function controlRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();

  routes.onError((error, context) => {
    if (error instanceof ActionRefused) return context.json({ error: error.message }, error.status);
    if (error instanceof z.ZodError)
      return context.json({ error: 'invalid_request', issues: error.issues }, 400);
    if (error instanceof SyntaxError) return context.json({ error: 'invalid_json' }, 400);
    throw error;
  });

  routes.get('/faults', (context) => context.json(services.store.state.faults));
  routes.put('/faults', async (context) => {
    setFaults(services, faultsInput.parse(await context.req.json()));
    return context.json(services.store.state.faults);
  });

  routes.get('/people', (context) => context.json({ people: services.people.people }));
  routes.post('/cards', async (context) =>
    context.json(tap(services, cardTapInput.parse(await context.req.json())), 201),
  );

  routes.post('/letters', async (context) =>
    context.json(letAnotherWrite(services, letterInput.parse(await context.req.json())), 201),
  );

  routes.get('/prescriptions', (context) =>
    context.json({
      prescriptions: services.store.state.prescriptions.map((held) => ({
        prescriptionId: held.prescriptionId,
        accessCode: held.accessCode,
        institutionCode: held.institutionCode,
        facilityName: held.facilityName,
        status: held.status,
        issueType: held.issueType,
        replaces: held.replaces,
        createdAt: held.createdAt,
        arbitraryFileIdentifier: held.arbitraryFileIdentifier,
        pharmacyName: held.pharmacy?.name ?? null,
      })),
    }),
  );
  const change =
    (action: (prescriptionId: string, report: z.infer<typeof reportInput>) => { status: string }) =>
    async (context: Context<{ Bindings: HttpBindings }>): Promise<Response> => {
      const { prescriptionId, ...report } = prescriptionInput.parse(await context.req.json());
      return context.json({ prescriptionId, status: action(prescriptionId, report).status });
    };
  routes.post(
    '/receive',
    change((id) => receive(services, id)),
  );
  routes.post(
    '/return',
    change((id) => giveBack(services, id)),
  );
  routes.post(
    '/dispense',
    change((id, report) => dispense(services, id, report)),
  );

  routes.post('/reset', (context) => {
    services.store.reset();
    layInElsewhere(services);
    return context.json({ reset: true });
  });

  return routes;
}
