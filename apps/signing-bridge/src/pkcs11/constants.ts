/** Numbers of PKCS #11 v2.40 (OASIS, "Cryptographic Token Interface Base Specification"), as far as a signature needs them. */
export const OBJECT_CLASS = { certificate: 1, privateKey: 3 } as const;
export const ATTRIBUTE = { class: 0x000, value: 0x011, id: 0x102, alwaysAuthenticate: 0x202 } as const;
/** CKM_RSA_PKCS: RSASSA-PKCS1-v1_5 over what is handed over, here a DigestInfo */
export const MECHANISM_RSA_PKCS = 1;
/** CKM_ECDSA: over the digest itself; the signature is r and s side by side */
export const MECHANISM_ECDSA = 0x1041;
export const SESSION_SERIAL = 4;
export const USER = { user: 1, contextSpecific: 2 } as const;
export const OK = 0;
export const ALREADY_INITIALIZED = 0x191;
export const ALREADY_LOGGED_IN = 0x100;

/** Where the functions stand in CK_FUNCTION_LIST, behind its version. */
export const FUNCTION_ORDER = [
  ...['C_Initialize', 'C_Finalize', 'C_GetInfo', 'C_GetFunctionList', 'C_GetSlotList', 'C_GetSlotInfo'],
  ...['C_GetTokenInfo', 'C_GetMechanismList', 'C_GetMechanismInfo', 'C_InitToken', 'C_InitPIN', 'C_SetPIN'],
  ...['C_OpenSession', 'C_CloseSession', 'C_CloseAllSessions', 'C_GetSessionInfo', 'C_GetOperationState'],
  ...['C_SetOperationState', 'C_Login', 'C_Logout', 'C_CreateObject', 'C_CopyObject', 'C_DestroyObject'],
  ...['C_GetObjectSize', 'C_GetAttributeValue', 'C_SetAttributeValue', 'C_FindObjectsInit', 'C_FindObjects'],
  ...['C_FindObjectsFinal', 'C_EncryptInit', 'C_Encrypt', 'C_EncryptUpdate', 'C_EncryptFinal'],
  ...['C_DecryptInit', 'C_Decrypt', 'C_DecryptUpdate', 'C_DecryptFinal', 'C_DigestInit', 'C_Digest'],
  ...['C_DigestUpdate', 'C_DigestKey', 'C_DigestFinal', 'C_SignInit', 'C_Sign'],
] as const;

export type CardProblem =
  | 'driver_missing'
  | 'card_absent'
  | 'pin_incorrect'
  | 'pin_locked'
  | 'token_ended'
  | 'card_failure';

/** What a return value (CKR_…) means for the person at the reader. */
export function problemOf(returned: number): CardProblem {
  switch (returned) {
    case 0x0a0: // CKR_PIN_INCORRECT
    case 0x0a1: // CKR_PIN_INVALID
    case 0x0a2: // CKR_PIN_LEN_RANGE
      return 'pin_incorrect';
    case 0x0a4: // CKR_PIN_LOCKED
      return 'pin_locked';
    case 0x003: // CKR_SLOT_ID_INVALID
    case 0x032: // CKR_DEVICE_REMOVED
    case 0x060: // CKR_KEY_HANDLE_INVALID: the key was there when the card was opened
    case 0x082: // CKR_OBJECT_HANDLE_INVALID
    case 0x0e0: // CKR_TOKEN_NOT_PRESENT
    case 0x0e1: // CKR_TOKEN_NOT_RECOGNIZED
      return 'card_absent';
    case 0x0b0: // CKR_SESSION_CLOSED
    case 0x0b3: // CKR_SESSION_HANDLE_INVALID
    case 0x101: // CKR_USER_NOT_LOGGED_IN
      return 'token_ended';
    default:
      return 'card_failure';
  }
}

/** The card, its reader or its driver does not do what is needed. The number is PKCS #11's return value; null: there was none. */
export class CardError extends Error {
  readonly problem: CardProblem;
  readonly returned: number | null;
  constructor(problem: CardProblem, returned: number | null = null) {
    super(returned === null ? problem : `${problem} 0x${returned.toString(16)}`);
    this.name = 'CardError';
    this.problem = problem;
    this.returned = returned;
  }
}
