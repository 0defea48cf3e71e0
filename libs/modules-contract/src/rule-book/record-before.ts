import type { ReadView } from '@bystack/chain-core/module';
import type { StoredRecord } from './package';
import { readHistory, readRecord } from './records';

/** Versions of a record that are looked through. */
const VERSIONS_MAX = 64;

/** When a call was made that is looked back at. */
export interface Moment {
  readonly timeMs: number;
  readonly txId: string;
}

/** A record as it was before a call of the past; undefined: there was none, or it is too long ago. Of several versions that one block made, those of other transactions count as earlier. */
export function recordBefore(state: ReadView, type: string, key: string, { timeMs, txId }: Moment): StoredRecord | undefined {
  const newest = readRecord(state, type, key);
  if (newest === undefined) return undefined;
  const versions = [newest, ...readHistory(state, type, key, VERSIONS_MAX, true)];
  const made = versions.findLastIndex((version) => version.txId === txId);
  return made >= 0 ? versions[made + 1] : versions.find((version) => version.timeMs <= timeMs);
}
