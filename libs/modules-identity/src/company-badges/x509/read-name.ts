import type { Bytes } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { DerReader, malformed, TAG } from './der-reader';
import { readText } from './read-text';

/** A distinguished name. Names are the same when their bytes are. */
export interface Name {
  readonly bytes: Bytes;
  /** In the order in which they stand; undefined: a kind of text that is not read. */
  readonly attributes: readonly { readonly type: string; readonly text: string | undefined }[];
}

export const COMMON_NAME = '2.5.4.3';
export const UNIT = '2.5.4.11';

export function readName(reader: DerReader, field: string): Name {
  const bytes = reader.whole(TAG.sequence, field);
  const parts = new DerReader(bytes, field).inside(TAG.sequence, field);
  const attributes: Name['attributes'][number][] = [];
  while (!parts.isAtEnd) attributes.push(...readPart(parts.inside(TAG.set, field), field));
  if (attributes.length > LIMITS.nameAttributesMax) malformed(field, 'too many attributes');
  return { bytes, attributes };
}

export function textsOf({ attributes }: Name, type: string): readonly string[] {
  return attributes.filter((attribute) => attribute.type === type).flatMap(({ text }) => text ?? []);
}

function readPart(set: DerReader, field: string): Name['attributes'] {
  const attributes: Name['attributes'][number][] = [];
  let before: Bytes | undefined;
  while (!set.isAtEnd) {
    const whole = set.whole(TAG.sequence, field);
    if (before !== undefined && Buffer.compare(before, whole) >= 0) malformed(field, 'a set is not in its one order');
    before = whole;
    attributes.push(readAttribute(new DerReader(whole, field).inside(TAG.sequence, field), field));
  }
  return attributes.length === 0 ? malformed(field, 'an empty set') : attributes;
}

function readAttribute(reader: DerReader, field: string): Name['attributes'][number] {
  const type = reader.oid(field);
  const { tag, value } = reader.any(field);
  reader.end();
  if (!TEXT_TAGS.includes(tag)) malformed(field, 'an attribute that is no text');
  const text = readText(tag, value);
  if (tag === TAG.utf8 && text === undefined) malformed(field, 'text that is not UTF-8');
  return { type, text };
}

/** Teletex and BMP strings are let stand, and not read. */
const TEXT_TAGS: readonly number[] = [TAG.utf8, TAG.printable, TAG.ia5, TAG.teletex, TAG.bmp];
