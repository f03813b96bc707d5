/** What the adapter and apps/signing-bridge say to each other (PROTOCOL in docs/operators.md): paths below the bridge's address. */
export const BRIDGE_PATH = {
  authorize: ['authorize'],
  token: ['token'],
  credentials: ['credentials'],
  sign: ['sign'],
} as const;
