export { fetchSharedInformation, sharedInformationUntil, viewSharedInformation } from './information.ts';
export { countLetters, decideLetter, lettersOfPatient, listLetters, readLetter } from './letters.ts';
export { letterRound } from './notices.ts';
export { acceptLetter, openLetter, releaseLetter } from './open-letter.ts';
export type { FhirReader } from './reader.ts';
export { removeExpired } from './remove-expired.ts';
export * from './schema.ts';
export { takeAllergy, takeCondition, takeMedication } from './take-over.ts';
export { readLetterFile, viewLetter } from './view-letter.ts';
