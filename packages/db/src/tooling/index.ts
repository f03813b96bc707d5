export { type EmbeddedServer, freePort, startEmbedded } from './embedded.ts';
export { repositoryRoot } from './paths.ts';
export {
  type DatabaseUrls,
  ensureDatabase,
  ensureRoles,
  migrate,
  type RolePasswords,
  RoleSetupError,
  roles,
  urlsFor,
} from './prepare.ts';
export { diffSchemas, readSchemaFiles } from './schema-engine.ts';
