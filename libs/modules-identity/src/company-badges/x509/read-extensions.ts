import { refuse, type Bytes } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { constructed, DerReader, malformed, primitive, TAG } from './der-reader';
import { readText } from './read-text';

export interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: Bytes;
}

/** Bits of keyUsage. */
export const KEY_USAGE = { digitalSignature: 1, certificateSigning: 1 << 5, listSigning: 1 << 6 } as const;

/** What a certificate's extensions say that matters here. */
export interface Extensions {
  readonly isAuthority: boolean;
  /** Of a CA: how many CAs may stand below it. */
  readonly pathLength: number | undefined;
  readonly keyUsage: number | undefined;
  readonly extendedUsages: readonly string[] | undefined;
  readonly subjectKeyId: Bytes | undefined;
  readonly authorityKeyId: Bytes | undefined;
  readonly uris: readonly string[];
}
const NOTHING: Extensions = { isAuthority: false, pathLength: undefined, keyUsage: undefined, extendedUsages: undefined, subjectKeyId: undefined, authorityKeyId: undefined, uris: [] };

const READERS: Readonly<Record<string, (reader: DerReader) => Partial<Extensions>>> = {
  '2.5.29.14': (reader) => ({ subjectKeyId: reader.value(TAG.octetString, 'subject key identifier') }),
  '2.5.29.15': (reader) => ({ keyUsage: reader.flags('key usage') }),
  '2.5.29.17': (reader) => ({ uris: readUris(reader.inside(TAG.sequence, 'alternative names')) }),
  '2.5.29.19': (reader) => readBasicConstraints(reader.inside(TAG.sequence, 'basic constraints')),
  '2.5.29.35': (reader) => ({ authorityKeyId: readAuthorityKeyId(reader.inside(TAG.sequence, 'authority key identifier')) }),
  '2.5.29.37': (reader) => ({ extendedUsages: readUsages(reader.inside(TAG.sequence, 'extended key usage')) }),
};
/** They narrow what a certificate is good for; passing over them would widen it, whether they are marked critical or not. */
const NEVER_PASSED_OVER = ['2.5.29.30', '2.5.29.36', '2.5.29.54'];

/** The list of extensions of a certificate, a list of revoked ones or one of its entries; each at most once. */
export function readExtensionList(reader: DerReader): readonly Extension[] {
  const list: Extension[] = [];
  while (!reader.isAtEnd) {
    const one = reader.inside(TAG.sequence, 'extension');
    const id = one.oid('extension');
    const isCritical = one.nextTag === TAG.boolean && (one.boolean('extension') || malformed('extension', 'a default that is written out'));
    list.push({ id, isCritical, value: one.value(TAG.octetString, 'extension') });
    one.end();
    if (list.length > LIMITS.extensionsMax) malformed('extensions', 'too many');
  }
  if (list.length === 0) malformed('extensions', 'an empty list');
  if (new Set(list.map(({ id }) => id)).size !== list.length) malformed('extensions', 'one is there twice');
  return list;
}

/** Refuses EXTENSION_UNSUPPORTED. */
export function readExtensions(list: readonly Extension[]): Extensions {
  let found = NOTHING;
  for (const { id, isCritical, value } of list) {
    const read = READERS[id];
    if (read === undefined && (isCritical || NEVER_PASSED_OVER.includes(id))) refuse('EXTENSION_UNSUPPORTED', { extension: id });
    if (read === undefined) continue;
    const reader = new DerReader(value, 'extension');
    found = { ...found, ...read(reader) };
    reader.end();
  }
  return found;
}

function readBasicConstraints(reader: DerReader): Partial<Extensions> {
  const isAuthority = reader.nextTag === TAG.boolean && (reader.boolean('basic constraints') || malformed('basic constraints', 'a default that is written out'));
  const pathLength = reader.nextTag === TAG.integer ? reader.smallNumber('path length') : undefined;
  reader.end();
  if (!isAuthority && pathLength !== undefined) malformed('path length', 'only a CA has one');
  return { isAuthority, pathLength };
}

/** Issuer and serial, the other way of naming an issuer, are passed over. */
function readAuthorityKeyId(reader: DerReader): Bytes | undefined {
  const id = reader.nextTag === primitive(0) ? reader.value(primitive(0), 'authority key identifier') : undefined;
  for (const tag of [constructed(1), primitive(2)]) if (reader.nextTag === tag) reader.value(tag, 'authority key identifier');
  reader.end();
  return id;
}

function readUsages(reader: DerReader): readonly string[] {
  const usages: string[] = [];
  while (!reader.isAtEnd) usages.push(reader.oid('extended key usage'));
  return usages.length === 0 || usages.length > LIMITS.extensionsMax ? malformed('extended key usage', 'an empty list, or too long a one') : usages;
}

const URI = primitive(6);

function readUris(reader: DerReader): readonly string[] {
  const uris: string[] = [];
  for (let count = 0; !reader.isAtEnd; count += 1) {
    if (count >= LIMITS.alternativeNamesMax) malformed('alternative names', 'too many');
    const { tag, value } = reader.any('alternative names');
    if (tag === URI) uris.push(readText(TAG.ia5, value) ?? malformed('alternative names', 'a URI that is not ASCII'));
  }
  return uris;
}
