/** Deflates bytes (RFC 1951): certificates that repeat in every transaction are carried once. */
export const deflate = (bytes: Uint8Array): Promise<Uint8Array> =>
  collected(through(bytes, new CompressionStream('deflate-raw')), Number.POSITIVE_INFINITY);

/** Inflates at most so many bytes. @throws RangeError when there are more, TypeError when it is not deflated */
export const inflate = (bytes: Uint8Array, most: number): Promise<Uint8Array> =>
  collected(through(bytes, new DecompressionStream('deflate-raw')), most);

const through = (bytes: Uint8Array, transform: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> =>
  new Blob([bytes.slice()]).stream().pipeThrough(transform) as ReadableStream<Uint8Array>;

async function collected(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) throw new RangeError('too much');
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
