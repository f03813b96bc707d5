export { createPkce } from './pkce.ts';
export { createSigningServices, type SigningConfig } from './services.ts';
