export {
  type AccessRuleView,
  accessRuleSchema,
  accessRuleViewSchema,
  type CallerPlace,
  readAccessRule,
  saveAccessRule,
} from './access-rule.ts';
export { licenceWords, whyNot } from './explain.ts';
export {
  type Holder,
  may,
  type Permission,
  type PermissionRule,
  permissions,
  permissionTable,
} from './permissions.ts';
export {
  isLicence,
  isRole,
  type Licence,
  licences,
  type Role,
  roleMeanings,
  roleNames,
  roles,
  roleWords,
} from './roles.ts';
export { factorWords, newsSinceLastSignIn, type SignInNews, signInEventWords } from './sign-in-words.ts';
