import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import {
  ActionRefused,
  cardTapInput,
  dispense,
  faultsInput,
  giveBack,
  letAnotherWrite,
  letterInput,
  receive,
  setFaults,
  tap,
} from '../control/actions.ts';
import type { SandboxServices } from '../services.ts';
import { CONSENT_SCOPES, emptyState, FAULT_SERVICES } from '../state/state.ts';
import { cardScreen } from './card.ts';
import { faultsScreen } from './faults.ts';
import { inboxScreen } from './inbox.ts';
import { notice, page, SCREENS } from './layout.ts';
import { lettersScreen } from './letters.ts';
import { pharmacyScreen } from './pharmacy.ts';
import { portalScreen } from './portal.ts';
import { registrationScreen, sharingScreen } from './sharing.ts';

const pharmacyForm = z.object({
  prescriptionId: z.string(),
  action: z.enum(['receive', 'return', 'dispense']),
  message: z.string().max(200).default(''),
  inquiry: z.string().max(200).default(''),
  substitute: z.literal('1').optional(),
});

/** The sandbox's own screens: plain forms, no scripts. */
export function screenRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();

  routes.get('/', (context) =>
    context.html(
      page(
        '国のサービスの代わり（模擬）',
        html`<ul class="links">${SCREENS.map(
          (screen) =>
            html`<li><a href="${screen.path}">${screen.title}<small>${screen.about}</small></a></li>`,
        )}</ul>`,
      ),
    ),
  );

  routes.get('/screens/card', (context) =>
    context.html(
      cardScreen(services, {
        institutionCode: context.req.query('institutionCode') ?? '',
        personId: context.req.query('personId') ?? '',
        message: '',
      }),
    ),
  );

  routes.post('/screens/card', async (context) => {
    const form = await context.req.parseBody({ all: true });
    const text = (name: string): string => (typeof form[name] === 'string' ? form[name] : '');
    const given = [form.consent].flat();
    const input = cardTapInput.safeParse({
      institutionCode: text('otherInstitutionCode') || text('institutionCode'),
      personId: text('personId'),
      consents: Object.fromEntries(CONSENT_SCOPES.map((scope) => [scope, given.includes(scope)])),
      issueSelect: text('issueSelect') || null,
      referenceNumber: text('referenceNumber'),
    });
    const shown = {
      institutionCode: input.data?.institutionCode ?? '',
      personId: input.data?.personId ?? '',
    };
    if (!input.success) {
      const message = notice('refused', '診療所（医療機関コード10桁）と、受け付ける人を選んでください。');
      return context.html(cardScreen(services, { ...shown, message }), 422);
    }
    try {
      tap(services, input.data);
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
      return context.html(
        cardScreen(services, { ...shown, message: notice('refused', error.message) }),
        error.status,
      );
    }
    const person = services.people.byId(input.data.personId)!;
    const message = notice(
      'done',
      `${person.familyName} ${person.givenName} さんの資格確認の結果を診療所に届けました。`,
    );
    return context.html(cardScreen(services, { ...shown, message }));
  });

  routes.get('/screens/pharmacy', (context) =>
    context.html(pharmacyScreen(services, context.req.query('accessCode') ?? '', '')),
  );

  routes.post('/screens/pharmacy', async (context) => {
    const form = pharmacyForm.parse(await context.req.parseBody());
    try {
      if (form.action === 'receive') receive(services, form.prescriptionId);
      if (form.action === 'return') giveBack(services, form.prescriptionId);
      if (form.action === 'dispense')
        dispense(services, form.prescriptionId, {
          message: form.message.trim(),
          inquiry: form.inquiry.trim(),
          substitute: form.substitute === '1',
          mixedUpWith: null,
        });
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
      return context.html(pharmacyScreen(services, '', notice('refused', error.message)), error.status);
    }
    const done = {
      receive: '受け付けました。',
      return: '受付を取り消しました。',
      dispense: '調剤を終えました。',
    };
    return context.html(pharmacyScreen(services, '', notice('done', done[form.action])));
  });

  routes.get('/screens/inbox', (context) => context.html(inboxScreen(services)));

  routes.get('/screens/sharing', (context) => context.html(sharingScreen(services)));
  routes.get('/screens/sharing/:acknowledgementId', (context) => {
    const found = registrationScreen(services, context.req.param('acknowledgementId'));
    return found === null ? context.redirect('/screens/sharing') : context.html(found);
  });

  routes.get('/screens/letters', (context) => context.html(lettersScreen(services, '')));
  routes.post('/screens/letters', async (context) => {
    const form = await context.req.parseBody();
    try {
      letAnotherWrite(services, letterInput.parse({ ...form, readable: form.readable === '1' }));
    } catch (error) {
      if (!(error instanceof ActionRefused)) throw error;
      return context.html(lettersScreen(services, notice('refused', error.message)), error.status);
    }
    return context.html(lettersScreen(services, notice('done', '紹介状を送りました。')));
  });

  routes.get('/screens/portal', (context) => context.html(portalScreen(services, '')));
  routes.post('/screens/portal', async (context) => {
    const { personId } = await context.req.parseBody();
    return context.html(portalScreen(services, typeof personId === 'string' ? personId : ''));
  });

  routes.get('/screens/faults', (context) => context.html(faultsScreen(services, '')));
  routes.post('/screens/faults', async (context) => {
    const form = await context.req.parseBody();
    const input = faultsInput.parse(
      Object.fromEntries(
        FAULT_SERVICES.map((service) => {
          const delay = String(form[`${service}.delayMs`] ?? '');
          const operation = String(form[`${service}.operation`] ?? '');
          return [
            service,
            {
              mode: form[`${service}.mode`],
              delayMs: delay === '' ? null : Number(delay),
              ...(operation === '' ? {} : { operation }),
            },
          ];
        }),
      ),
    );
    setFaults(services, input);
    return context.html(faultsScreen(services, notice('done', 'この設定にしました。')));
  });
  routes.post('/screens/faults/normal', (context) => {
    setFaults(services, emptyState().faults);
    return context.html(faultsScreen(services, notice('done', 'すべて正常に戻しました。')));
  });

  return routes;
}
