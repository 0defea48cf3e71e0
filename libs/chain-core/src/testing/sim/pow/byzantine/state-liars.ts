import type { WorkSyncMessage } from '../../../../node/work-sync-messages';
import { decodeHeadersOfWork } from '../../../../node/work-sync-messages';
import { encodeHeight, withNumber } from '../../../../node/peer-frames';
import { concatBytes, type Bytes } from '../../../../primitives/bytes';
import { decodeHeader, encodeHeader } from '../../../../protocol/codec';
import { PowNode } from '../pow-node';
import type { SyncHabits } from '../pow-sync';
import type { MakeDouble } from '../pow-world';
import { cheapBrancher } from './tamper';

/** What a liar has told that an honest node must drop it for. */
export interface Told {
  forged: number;
}
export type StateLiar = (told: Told, keepBlocks: number) => MakeDouble;

type Forge = NonNullable<SyncHabits['forge']>;

/** Honest but for what it says about states and headers. */
const nodeThatForges = (forge: (told: Told) => Forge): StateLiar => (told, keepBlocks) => (world, index) => {
  const node = new PowNode(index, world, { sync: { keepBlocks, forge: forge(told) } });
  node.start();
  return node;
};

const lastByteChanged = (bytes: Bytes): Bytes => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
const forging = (kind: WorkSyncMessage, change: (payload: Bytes) => Bytes | undefined): StateLiar => nodeThatForges((told) => (said, payload) => {
  if (said !== kind || payload.length <= 4) return payload; // "I have none" is no lie.
  const changed = change(payload);
  if (changed !== payload) told.forged += 1;
  return changed;
});
const forgingHeaders = (change: (headers: readonly Bytes[]) => readonly Bytes[]): StateLiar => forging('headersOfWork', (payload) => {
  const { request, headers } = decodeHeadersOfWork(payload)!;
  const changed = change(headers);
  return changed === headers ? payload : withNumber(request, concatBytes(...changed));
});

/** No other nonce: any is good on a simulated chain, and the header would be one that somebody may have mined. */
function withOtherBits(bytes: Bytes): Bytes {
  const header = decodeHeader(bytes);
  return encodeHeader({ ...header, work: { ...header.work!, bits: header.work!.bits ^ 1 } });
}

/** Those who hinder a node that takes a state, each in one way. What they have forged, and were asked for, gets them dropped. */
export const STATE_LIARS: Readonly<Record<string, StateLiar>> = {
  'changes a part': forging('stateRange', lastByteChanged),
  'changes the head': forging('snapshotHead', lastByteChanged),
  'changes a header': forgingHeaders((headers) => [...headers.slice(0, -1), withOtherBits(headers.at(-1)!)]),
  'is silent about parts': forging('stateRange', () => undefined),
  'is silent about headers': forging('headersOfWork', () => undefined),
  'leaves a header out': forgingHeaders((headers) => (headers.length < 3 ? headers : [...headers.slice(0, -2), headers.at(-1)!])),
  'breaks a header off': forging('headersOfWork', (payload) => payload.subarray(0, payload.length - 7)),
  'offers a block that is not': nodeThatForges(() => (kind, payload) => (kind === 'snapshotOffer' && payload.length > 4 ? lastByteChanged(payload) : payload)),
  'claims what nobody has': nodeThatForges(() => (kind, payload) => (kind === 'finalHeight' || kind === 'keptFrom' ? encodeHeight(1_000_000) : payload)),
};

/** A chain of its own with many blocks of little work, which it has forgotten the first of: it offers its headers and its state to whoever asks. */
export const falseBrancher = (hashesPerMs: number, keepBlocks: number): MakeDouble => cheapBrancher(hashesPerMs, { keepBlocks });
