/** A message is not the XML we accept. The reason names a rule or an element, never a value. */
export class XmlError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'XmlError';
    this.reason = reason;
  }
}
