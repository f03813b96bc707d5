import type { Issue } from '../validation/issue.ts';
import { isObject } from '../validation/json.ts';
import type { FhirPackage } from './fhir-package.ts';
import { PackageError } from './profile-tree.ts';
import { TooLarge, Walk } from './walk.ts';

const MAXIMUM_ISSUES = 200;

/**
 * Validates a resource, usually a Bundle with its entries, by the definitions of an official package: what it claims in meta.profile and
 * what the profiles ask of its parts. Codes whose tables are not in the package are not held against it. `bundle` is parsed JSON and is
 * not changed. At most 200 findings, errors first, each once; they hold no patient data.
 */
export function validateWithPackage(fhirPackage: FhirPackage, bundle: unknown): Issue[] {
  if (!isObject(bundle)) return [failure('type', 'FHIRのリソースではありません。')];
  const walk = new Walk(fhirPackage);
  const path = typeof bundle.resourceType === 'string' ? bundle.resourceType : 'Resource';
  try {
    walk.resource(bundle, path, { resource: bundle, rootResource: bundle, bundle: null }, []);
  } catch (error) {
    if (error instanceof TooLarge)
      return [failure('size', '大きすぎるか、入れ子が深すぎるため、確かめられません。')];
    if (error instanceof PackageError)
      return [failure('profile', `読み込んだパッケージの定義に誤りがあります（${error.message}）。`)];
    throw error;
  }
  const seen = new Set<string>();
  const distinct = walk.findings.issues.filter(({ severity, ruleId, path: at, message }) => {
    const key = [severity, ruleId, at, message].join('\n');
    return !seen.has(key) && seen.add(key);
  });
  const ordered = [
    ...distinct.filter(({ severity }) => severity === 'error'),
    ...distinct.filter(({ severity }) => severity === 'warning'),
  ];
  return ordered.slice(0, MAXIMUM_ISSUES);
}

const failure = (ruleId: string, message: string): Issue => ({
  severity: 'error',
  ruleId,
  path: 'Resource',
  message,
});
