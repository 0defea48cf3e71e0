import type { Json, Bytes, ReadView, WriteBatch } from '@bystack/chain-core/module';
import { canonicalJson, concatBytes, fromHex, hash, parseCanonicalJson, utf8 } from '@bystack/chain-core/module';
import { comparedName } from '../clean-name';
import { LIMITS } from './limits';

export interface Organisation {
  readonly name: string;
  /** Roles that its certificates may give. */
  readonly roles: readonly string[];
  /** Keys that look after its authorities and revocations, in hex. */
  readonly keepers: readonly string[];
  readonly addedAtMs: number;
  readonly closedAtMs: number | null;
}
/** A certificate authority of an organisation. Its certificate is kept beside it. */
export interface Authority {
  readonly organisation: string;
  readonly addedAtMs: number;
  /** The one that issued it; null: it signed itself. */
  readonly issuer: string | null;
  /** Of its certificate, in hex. */
  readonly serial: string;
  /** How many authorities may stand below it in one line; null: any number. */
  readonly below: number | null;
  /** The first instant at which its certificate, or one above it, has run out. */
  readonly endsAtMs: number;
  /** From then on it gives no badges. */
  readonly retiredAtMs: number | null;
  /** From then on the badges that it gave are void. */
  readonly distrustedAtMs: number | null;
}
export interface Badge {
  readonly organisation: string;
  /** Hex: hash of the authority's certificate. */
  readonly authority: string;
  readonly serial: string;
  /** Hex: hash of the certificate. */
  readonly certificate: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The first instant at which its certificate, or that of its authority, has run out. */
  readonly endsAtMs: number;
}
/** Whoever takes part under a key: by a badge, or named at the founding. */
export interface Member {
  readonly name: string;
  readonly roles: readonly string[];
  readonly sinceMs: number;
  readonly badge: Badge | null;
  /** When they left, were dismissed, or took the next badge. */
  readonly leftAtMs: number | null;
}
export interface Revocation {
  readonly atMs: number;
  readonly reason: string;
}

export const STORES = {
  organisations: { number: 1, holds: 'identifier -> organisation' },
  authorities: { number: 2, holds: 'hash of certificate -> authority' },
  certificates: { number: 3, holds: 'hash of certificate -> certificate in DER' },
  subjects: { number: 4, holds: 'hash of subject name, hash of certificate -> 1' },
  members: { number: 5, holds: 'public key -> member' },
  past: { number: 6, holds: 'public key, since when in ms (8 bytes), hash of certificate or zeros -> what the member was before' },
  serials: { number: 7, holds: 'hash of authority’s certificate, serial number -> public key' },
  revocations: { number: 8, holds: 'hash of authority’s certificate, serial number -> revocation' },
  authoritiesOf: { number: 9, holds: 'hash of identifier, hash of certificate -> 1' },
  names: { number: 10, holds: 'hash of an organisation’s name as compared -> identifier' },
  lists: { number: 11, holds: 'hash of authority’s certificate -> time of the newest list of revoked certificates in ms (8 bytes)' },
} as const;

const THERE = Uint8Array.of(1);
/** What bytes of the state were read as: every transaction asks who its signers are. Bytes in a state are never changed. */
const known = new WeakMap<Bytes, unknown>();

function read<T>(state: ReadView, store: keyof typeof STORES, key: Bytes): T | undefined {
  const bytes = state.get(store, key);
  if (bytes === undefined) return undefined;
  const value = known.get(bytes) ?? parseCanonicalJson(bytes);
  known.set(bytes, value);
  return value as T;
}
function write(state: WriteBatch, store: keyof typeof STORES, key: Bytes, value: object): void {
  state.put(store, key, canonicalJson(value as Json));
}
export const idBytes = (hex: string): Bytes => fromHex(hex, 32)!;
const serialKey = (authority: string, serial: string): Bytes => concatBytes(idBytes(authority), fromHex(serial)!);
const nameKey = (name: string): Bytes => hash(utf8(comparedName(name)));
export const instantBytes = (ms: number): Bytes => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(ms));
  return bytes;
};

export const readOrganisation = (state: ReadView, id: string): Organisation | undefined => read(state, 'organisations', utf8(id));
export const isNameTaken = (state: ReadView, name: string): boolean => state.get('names', nameKey(name)) !== undefined;
export function writeOrganisation(state: WriteBatch, id: string, organisation: Organisation, before?: Organisation): void {
  if (before !== undefined && before.name !== organisation.name) state.delete('names', nameKey(before.name));
  write(state, 'organisations', utf8(id), organisation);
  state.put('names', nameKey(organisation.name), utf8(id));
}

export const readAuthority = (state: ReadView, id: string): Authority | undefined => read(state, 'authorities', idBytes(id));
export const writeAuthority = (state: WriteBatch, id: string, authority: Authority): void => write(state, 'authorities', idBytes(id), authority);
export function addAuthorityRecord(state: WriteBatch, id: string, authority: Authority, { subject, bytes }: { subject: { bytes: Bytes }; bytes: Bytes }): void {
  writeAuthority(state, id, authority);
  writeCertificate(state, id, bytes);
  state.put('subjects', concatBytes(hash(subject.bytes), idBytes(id)), THERE);
  state.put('authoritiesOf', concatBytes(hash(utf8(authority.organisation)), idBytes(id)), THERE);
}

export const readCertificateBytes = (state: ReadView, id: string): Bytes | undefined => state.get('certificates', idBytes(id));
export const writeCertificate = (state: WriteBatch, id: string, bytes: Bytes): void => state.put('certificates', idBytes(id), bytes);

/** Hashes of the certificates of authorities that go by this name, retired ones included. */
export const authoritiesNamed = (state: ReadView, name: Bytes): readonly string[] => idsUnder(state, 'subjects', hash(name), LIMITS.namesakesMax);
export const authoritiesOf = (state: ReadView, organisation: string): readonly string[] => idsUnder(state, 'authoritiesOf', hash(utf8(organisation)), LIMITS.authoritiesMax);

function idsUnder(state: ReadView, store: 'subjects' | 'authoritiesOf', prefix: Bytes, limit: number): readonly string[] {
  const to = concatBytes(prefix, new Uint8Array(33).fill(0xff));
  return state.range(store, { from: prefix, to, limit }).map(({ key }) => Buffer.from(key.subarray(32)).toString('hex'));
}

export const readMember = (state: ReadView, key: Bytes): Member | undefined => read(state, 'members', key);
export const writeMember = (state: WriteBatch, key: Bytes, member: Member): void => write(state, 'members', key, member);
/** Everything that a member was before, oldest first. */
export function readPast(state: ReadView, key: Bytes, limit: number): readonly Member[] {
  const entries = state.range('past', { from: key, to: concatBytes(key, new Uint8Array(41).fill(0xff)), limit });
  return entries.map(({ value }) => parseCanonicalJson(value) as unknown as Member);
}
export function writePast(state: WriteBatch, key: Bytes, member: Member): void {
  const certificate = member.badge === null ? new Uint8Array(32) : idBytes(member.badge.certificate);
  write(state, 'past', concatBytes(key, instantBytes(member.sinceMs), certificate), member);
}

export const holderOf = (state: ReadView, authority: string, serial: string): Bytes | undefined => state.get('serials', serialKey(authority, serial));
export const writeHolder = (state: WriteBatch, { authority, serial }: Badge, key: Bytes): void => state.put('serials', serialKey(authority, serial), key);

export const readRevocation = (state: ReadView, authority: string, serial: string): Revocation | undefined => read(state, 'revocations', serialKey(authority, serial));
export const writeRevocation = (state: WriteBatch, authority: string, serial: string, revocation: Revocation): void => write(state, 'revocations', serialKey(authority, serial), revocation);

export function newestListMs(state: ReadView, authority: string): number | undefined {
  const bytes = state.get('lists', idBytes(authority));
  return bytes && Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
}
