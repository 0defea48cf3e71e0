import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeRecord } from '@bystack/chain-core/consensus/bft/log-codec';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Vote } from '@bystack/chain-core/protocol/vote';
import { scanFrames } from '@bystack/chain-core/storage/vote-frame';

const HEADER_END = '\n';

/** Every vote in the vote log of a data folder: all that this node has ever cast, as long as the log was not begun anew. */
export function ownVotes(dataDir: string): Vote[] {
  const dir = join(dataDir, 'votes');
  const files = readdirSync(dir).filter((name) => name.endsWith('.log'));
  return files.flatMap((name) => {
    const file = readFileSync(join(dir, name));
    const { records } = scanFrames(file, file.indexOf(HEADER_END) + 1, 0, name);
    return records.map(({ bytes }) => decodeRecord(bytes)).flatMap((record) => (record.kind === 'certificate' ? [] : [record.vote]));
  });
}

/** Says where votes of one seat contradict each other; see "Votes a seat may cast" in protocol.md. */
export function contradictions(votes: readonly Vote[]): string[] {
  const found: string[] = [];
  const cast = new Map<string, string>();
  for (const { view, kind, blockId } of votes) {
    const before = cast.get(`${view} ${kind}`);
    if (before !== undefined && before !== toHex(blockId)) found.push(`two votes to ${kind} in view ${view}`);
    cast.set(`${view} ${kind}`, toHex(blockId));
    if (cast.has(`${view} nullify`) && cast.has(`${view} finalise`)) found.push(`nullify and finalise in view ${view}`);
  }
  return found;
}
