export type MapperErrorReason =
  | 'invalid_instant'
  | 'unencodable_text'
  | 'unknown_section'
  | 'missing_attachment'
  | 'damaged_attachment';

/**
 * A record that cannot be written as FHIR at all. What a clinic can correct by itself is not thrown but found by
 * `validateBundle`, so that every point is shown at once. Neither message repeats the offending value.
 */
export class MapperError extends Error {
  readonly reason: MapperErrorReason;
  /** A Japanese sentence a clinic can act on. */
  readonly userMessage: string;

  constructor(reason: MapperErrorReason, userMessage: string) {
    super(reason);
    this.name = 'MapperError';
    this.reason = reason;
    this.userMessage = userMessage;
  }
}
