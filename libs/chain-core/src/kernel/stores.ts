import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import { EMPTY, type Bytes } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import type { BftParameters, GenesisDocument, GenesisSeat } from '../protocol/genesis';
import { LIMITS } from '../protocol/limits';

/** A seat with its number: its place in genesis, or the next free one; never given twice. */
export interface Seated {
  readonly number: number;
  readonly seat: GenesisSeat;
}

/** Where the chain stands between its committees. */
export interface EpochRecord {
  readonly epoch: number;
  /** Height of the epoch's first block. */
  readonly firstHeight: number;
  readonly consensus: BftParameters;
  /** Height of the epoch's last block, once that is decided; 0: it is not. */
  readonly lastHeight: number;
  readonly nextSeat: number;
  readonly nextChange: number;
}

export function u32Bytes(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

export function u32Of(bytes: Bytes): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
}

export function getJson<T>(state: ReadView, store: string, key: Bytes): T | undefined {
  const bytes = state.get(store, key);
  return bytes === undefined ? undefined : (parseCanonicalJson(bytes) as unknown as T);
}

export function putJson(state: WriteBatch, store: string, key: Bytes, value: unknown): void {
  state.put(store, key, canonicalJson(value as Json));
}

/** All seats in the order of their numbers. */
export function readSeats(state: ReadView): readonly Seated[] {
  const entries = state.range('seats', { limit: LIMITS.committeeSeatsMax });
  return entries.map(({ key, value }) => ({ number: u32Of(key), seat: parseCanonicalJson(value) as unknown as GenesisSeat }));
}

/** Before the first change nothing is stored: what genesis says holds. */
export function readEpoch(state: ReadView, genesis: GenesisDocument): EpochRecord {
  const first: EpochRecord = { epoch: 0, firstHeight: 1, consensus: genesis.consensus as BftParameters, lastHeight: 0, nextSeat: genesis.seats.length, nextChange: 1 };
  return getJson<EpochRecord>(state, 'epoch', EMPTY) ?? first;
}

export function writeEpoch(state: WriteBatch, record: EpochRecord): void {
  putJson(state, 'epoch', EMPTY, record);
}
