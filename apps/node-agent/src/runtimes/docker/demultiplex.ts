const HEADER = 8;

/** Takes the engine's framing off a container's output: 8 bytes of header (stream, three zeros, length) before each piece. */
export async function* demultiplex(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let waiting = Buffer.alloc(0);
  for await (const chunk of stream) {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= HEADER) {
      const end = HEADER + waiting.readUInt32BE(4);
      if (waiting.length < end) break;
      yield waiting.subarray(HEADER, end);
      waiting = waiting.subarray(end);
    }
  }
}
