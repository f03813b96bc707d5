/** A pharmacy's document that can not be taken: a sentence a clinic can act on, without the document's content. */
export class DispensingError extends Error {
  readonly userMessage: string;
  constructor(reason: string) {
    super(`dispensing document: ${reason}`);
    this.name = 'DispensingError';
    this.userMessage = `薬局から届いた調剤結果を読み取れません（${reason}）。薬局に電話などで確かめてください。`;
  }
}
