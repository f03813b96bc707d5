export { createPkce } from './pkce.ts';
export { createSigningPort } from './port.ts';
