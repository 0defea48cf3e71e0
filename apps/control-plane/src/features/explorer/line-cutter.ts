const LINE_CHARACTERS_MAX = 64 * 1024;

/** Cuts a stream of bytes into lines; a character or line that is cut in two by the transport is put together again. */
export class LineCutter {
  readonly #decoder = new TextDecoder('utf-8');
  #rest = '';

  cut(bytes: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, LINE_CHARACTERS_MAX);
    return lines;
  }
}
