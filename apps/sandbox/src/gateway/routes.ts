import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { compactTime, instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { FaultService } from '../state/state.ts';
import { answerCheck, answerPrepareCheck } from './check.ts';
import { answerEligibility } from './eligibility.ts';
import {
  EnvelopeRefused,
  type GatewayRequest,
  readGatewayRequest,
  SYSTEM_FAILURE,
  writeAnswer,
  writeFailure,
} from './envelope.ts';
import { answerMedicationHistory } from './medication-history.ts';
import * as prescriptions from './prescriptions.ts';

interface Operation {
  service: FaultService;
  label: string;
  /** asked again and again by the clinics' programs, mostly for nothing */
  round?: true;
  answer(services: SandboxServices, request: GatewayRequest): Uint8Array | Promise<Uint8Array>;
}

const OPERATIONS: Record<string, Operation> = {
  OQSsiquc01: { service: 'eligibility', label: '資格確認', answer: answerEligibility },
  YZKsiquc01: { service: 'eligibility', label: '薬剤情報', answer: answerMedicationHistory },
  EPSsiDMP01: { service: 'check', label: 'チェック事前処理', answer: answerPrepareCheck },
  // assumed: the stems CHK01, IHR01, PIR02 to PIR05, PIR07 and PIR08
  EPSsiCHK01: { service: 'check', label: '重複投薬等チェック', answer: answerCheck },
  EPSsiPIR01: prescription('処方箋登録', prescriptions.register),
  EPSsiPIR02: prescription('処方箋変更', prescriptions.modify),
  EPSsiPIR03: prescription('処方箋取消', prescriptions.cancel),
  EPSsiPIR04: prescription('処方箋検索', prescriptions.search),
  EPSsiPIR05: prescription('状態照会', prescriptions.status),
  EPSsiPIR06: prescription('控え取得', prescriptions.copy),
  EPSsiPIR07: { ...prescription('調剤結果一覧', prescriptions.dispensedList), round: true },
  EPSsiPIR08: prescription('調剤結果取得', prescriptions.dispensingResults),
  EPSsiIHR01: prescription('院内処方登録', prescriptions.registerInHouse),
};

function prescription(
  label: string,
  body: (
    services: SandboxServices,
    request: GatewayRequest,
  ) => prescriptions.AnswerBody | Promise<prescriptions.AnswerBody>,
): Operation {
  return {
    service: 'eprescription',
    label,
    answer: async (services, request) =>
      writeAnswer(header(services, request), await body(services, request)),
  };
}

/** The 資格確認端末's folders face, req and res, mapped to HTTP (PROTOCOL.md §1). */
export function gatewayRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const { store } = services;

  const face = (
    context: Context<{ Bindings: HttpBindings }>,
    handler: () => Promise<Response>,
  ): Promise<Response> =>
    services.faults.run(
      'eligibility',
      context,
      () => context.json({ error: 'system_failure' }, 500),
      handler,
    );

  routes.use('/:institutionCode/*', async (context, next) => {
    if (!/^\d{10}$/.test(context.req.param('institutionCode'))) {
      return context.json({ error: 'institution_code' }, 404);
    }
    return next();
  });

  routes.get('/:institutionCode/face', (context) =>
    face(context, async () => {
      const institutionCode = context.req.param('institutionCode');
      if (store.state.institutions[institutionCode] === undefined) {
        store.sawInstitution(institutionCode);
        store.save();
      }
      const files = store.state.faceFiles
        .filter((file) => file.institutionCode === institutionCode)
        .map(({ fileName, createdAt }) => ({ fileName, createdAt }));
      return context.json({ files });
    }),
  );

  routes.get('/:institutionCode/face/:fileName', (context) =>
    face(context, async () => {
      const file = store.state.faceFiles.find(
        (held) =>
          held.institutionCode === context.req.param('institutionCode') &&
          held.fileName === context.req.param('fileName'),
      );
      if (file === undefined) return context.json({ error: 'not_found' }, 404);
      return context.body(Buffer.from(file.contentBase64, 'base64'), 200, {
        'content-type': 'application/xml',
      });
    }),
  );

  routes.delete('/:institutionCode/face/:fileName', (context) =>
    face(context, async () => {
      const index = store.state.faceFiles.findIndex(
        (held) =>
          held.institutionCode === context.req.param('institutionCode') &&
          held.fileName === context.req.param('fileName'),
      );
      if (index < 0) return context.json({ error: 'not_found' }, 404);
      store.state.faceFiles.splice(index, 1);
      store.save();
      return context.body(null, 204);
    }),
  );

  routes.post('/:institutionCode/req/:fileName', async (context) => {
    const institutionCode = context.req.param('institutionCode');
    const fileName = /^([A-Za-z0-9]{10})req_([A-Za-z0-9_-]{1,64})\.xml$/.exec(context.req.param('fileName'));
    const operation = OPERATIONS[fileName?.[1] ?? ''];
    if (fileName === null || operation === undefined)
      return context.json({ error: 'unknown_file_name' }, 404);
    const send = (content: Uint8Array): Response =>
      context.body(new Uint8Array(content), 200, {
        'content-type': 'application/xml',
        'x-file-name': `${fileName[1]}res_${fileName[2]}.xml`,
      });
    const anonymous = {
      processedAt: compactTime(services.now()),
      institutionCode,
      arbitraryFileIdentifier: '',
    };
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const failure = (): Response => send(writeFailure(anonymous, SYSTEM_FAILURE.code, SYSTEM_FAILURE.text));
    return services.faults.run(operation.service, context, failure, async () => {
      try {
        const request = readGatewayRequest(bytes, institutionCode);
        const content = await operation.answer(services, request);
        // the clinics' rounds that find nothing are no message that came
        if (operation.round && !Buffer.from(content).includes('<DispensingResultInfo>')) return send(content);
        store.sawInstitution(institutionCode);
        store.note({
          at: instant(services.now()),
          institutionCode,
          operation: operation.label,
          identifier: request.arbitraryFileIdentifier,
          outcome: outcomeOf(content),
        });
        store.save();
        return send(content);
      } catch (error) {
        if (error instanceof EnvelopeRefused) return send(writeFailure(anonymous, error.code, error.text));
        throw error;
      }
    });
  });

  return routes;
}

function header(services: SandboxServices, request: GatewayRequest) {
  return {
    processedAt: compactTime(services.now()),
    institutionCode: request.institutionCode,
    arbitraryFileIdentifier: request.arbitraryFileIdentifier,
  };
}

/** The status elements are ASCII, so they can be found in the bytes of either encoding. */
function outcomeOf(content: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(content);
  if (/<ProcessingResultStatus>1</.test(text)) return '正常';
  return `拒否 ${/<ProcessingResultCode>([A-Z0-9]+)</.exec(text)?.[1] ?? ''}`;
}
