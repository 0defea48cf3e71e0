import type { MessageKind } from '../network';
import type { Bytes } from '../primitives/bytes';
import { HEADER_BYTES, WORK_SEAL_BYTES } from '../protocol/encode-block';
import { SNAPSHOT } from '../sync';
import { decodeNumbered } from './peer-frames';

/** The wire version that these messages came with on chains of proof of work. */
export const WORK_SYNC_VERSION = 4;
const WORK_SYNC = ['finalHeight', 'keptFrom', 'getHeaders', 'headersOfWork', 'askSnapshot', 'snapshotOffer', 'getSnapshotHead', 'snapshotHead', 'getStateRange', 'stateRange'] as const satisfies readonly MessageKind[];
export type WorkSyncMessage = (typeof WORK_SYNC)[number];

export function isWorkSync(kind: MessageKind): kind is WorkSyncMessage {
  return (WORK_SYNC as readonly MessageKind[]).includes(kind);
}

const SEALED_BYTES = HEADER_BYTES + WORK_SEAL_BYTES;

/** request u32, then encoded headers with work seals, one after the other; undefined: no honest peer gives these. */
export function decodeHeadersOfWork(payload: Bytes): { readonly request: number; readonly headers: readonly Bytes[] } | undefined {
  const answer = decodeNumbered(payload);
  const count = answer && answer.rest.length / SEALED_BYTES;
  if (count === undefined || !Number.isInteger(count) || count > SNAPSHOT.headersMax) return undefined;
  return { request: answer!.number, headers: Array.from({ length: count }, (_, i) => answer!.rest.subarray(i * SEALED_BYTES, (i + 1) * SEALED_BYTES)) };
}
