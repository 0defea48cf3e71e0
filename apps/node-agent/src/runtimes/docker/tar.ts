/** One file of an archive, with the owner and mode it will have. */
export interface TarEntry {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly mode: number;
}
export interface TarOwner {
  readonly uid: number;
  readonly gid: number;
}

const BLOCK = 512;

/** A ustar archive of small files and folders (a name that ends with `/`), as Docker's engine takes it. Names are at most 100 bytes. */
export function tar(entries: readonly TarEntry[], owner: TarOwner): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content as Uint8Array);
    return [header(entry, content.length, owner), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header({ name, mode }: TarEntry, size: number, { uid, gid }: TarOwner): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`the name ${name} does not fit an archive`);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number) => block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0, 'utf8');
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(Date.now() / 1000), 136, 12);
  block.write(name.endsWith('/') ? '5' : '0', 156, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.fill(' ', 148, 156);
  octal(block.reduce((sum, byte) => sum + byte, 0), 148, 7);
  return block;
}
