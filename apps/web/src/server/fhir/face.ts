import 'server-only';
import { createHash } from 'node:crypto';
import type { Face } from '../rest/face.ts';
import type { Problem } from '../rest/problem.ts';

export const fhirRoot = '/api/fhir/r4';
const mediaType = 'application/fhir+json; charset=utf-8';

/** FHIR R4: resources with their ETag, and an OperationOutcome for whatever is refused or not found. */
export const fhirFace: Face = {
  root: fhirRoot,
  answer(value, headers, request) {
    const resource = value as { resourceType: string; meta?: { lastUpdated?: string } };
    const body = JSON.stringify(resource);
    const common = { 'Content-Type': mediaType, ...headers };
    if (resource.resourceType === 'OperationOutcome')
      return new Response(body, { status: 404, headers: common });
    // links of a search are new each time; the resources in it carry their versions
    if (isSearch(value)) return new Response(body, { headers: common });
    const tag = `W/"${versionOf(body)}"`;
    const { lastUpdated } = resource.meta ?? {};
    const versioned = {
      ...common,
      ETag: tag,
      ...(lastUpdated ? { 'Last-Modified': new Date(lastUpdated).toUTCString() } : {}),
    };
    if (request.headers.get('if-none-match') === tag)
      return new Response(null, { status: 304, headers: versioned });
    return new Response(body, { headers: versioned });
  },
  problem(problem, requestId, headers) {
    const body = JSON.stringify({
      resourceType: 'OperationOutcome',
      id: requestId,
      issue: [
        {
          severity: problem.status >= 500 ? 'fatal' : 'error',
          code: issueCode(problem.status),
          details: { text: `${problem.title}。${problem.detail}` },
          ...expressionsOf(problem),
        },
      ],
    });
    return new Response(body, {
      status: problem.status,
      headers: {
        'Content-Type': mediaType,
        'Content-Language': 'ja',
        'Cache-Control': 'no-store',
        ...headers,
        ...problem.options.headers,
      },
    });
  },
};

/** What a read answers when there is no such resource, or none that a program may see. */
export const notThere = {
  resourceType: 'OperationOutcome' as const,
  issue: [
    {
      severity: 'error' as const,
      code: 'not-found' as const,
      details: { text: '見つかりません。IDを確かめてください。閲覧を制限した患者の情報は渡しません。' },
    },
  ],
};

/** A version of a resource is its content: equal content, equal version. */
export const versionOf = (body: string): string =>
  createHash('sha256').update(body).digest('hex').slice(0, 16);

function isSearch(value: unknown): boolean {
  const bundle = value as { resourceType?: string; type?: string };
  return bundle.resourceType === 'Bundle' && bundle.type === 'searchset';
}

/** http://hl7.org/fhir/issue-type */
function issueCode(status: number): string {
  const codes: Record<number, string> = {
    400: 'invalid',
    401: 'login',
    403: 'forbidden',
    404: 'not-found',
    405: 'not-supported',
    429: 'throttled',
    503: 'transient',
  };
  return codes[status] ?? (status >= 500 ? 'exception' : 'processing');
}

/** Which parameters were not as they should be; their values are never repeated. */
function expressionsOf(problem: Problem): { diagnostics?: string } {
  const errors = problem.options.members?.errors as
    | { in: string; pointer: string; detail: string }[]
    | undefined;
  if (!errors) return {};
  return { diagnostics: errors.map((error) => `${error.in}${error.pointer}: ${error.detail}`).join(' ') };
}
