import type { Bytes } from '@bystack/chain-core/module';
import { TAG } from './der-reader';

/** ASCII of a PrintableString or IA5String, UTF-8 of a UTF8String; undefined: another kind of text, or none. */
export function readText(tag: number, bytes: Bytes): string | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (tag === TAG.printable || tag === TAG.ia5) return bytes.every((byte) => byte < 0x80) ? view.toString('latin1') : undefined;
  if (tag !== TAG.utf8) return undefined;
  const text = view.toString('utf8');
  return Buffer.from(text, 'utf8').equals(view) ? text : undefined;
}
