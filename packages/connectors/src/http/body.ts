/** The answer is longer than we are ready to hold. */
export class AnswerTooLarge extends Error {
  constructor() {
    super('answer too large');
    this.name = 'AnswerTooLarge';
  }
}

/** Reads a body to its end, at most maxBytes. Throws AnswerTooLarge and reads no further beyond that. */
export async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
