/** The id of the part of the editor that a sentence of the list belongs to. */
export const placeId = (at: string): string => `document-${at}`;
