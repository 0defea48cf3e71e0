import type { VerifiedState, VerifiedWorkState } from '@bystack/chain-core/light';
import { decodeUtf8 } from '@bystack/chain-core/codec/utf8-text';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { whatWorkProved, workInWords, type WorkProved } from './describe-work';
import { mayBeRecord, provedRecord, type ProvedRecord } from './proved-record';
import type { Trust } from './read-trust';

/** What a proof about the state proved, as data. Bytes as hex, times in ms since 1970 UTC. */
export interface StateProved {
  readonly valid: true;
  readonly chainId: string;
  readonly chainName: string;
  readonly module: string;
  /** Number of the store in its module. */
  readonly store: number;
  readonly key: string;
  /** null: nothing lies there. */
  readonly value: string | null;
  /** Where what lies there is a record of the rule book: the one that lies at this key, and at no other. */
  readonly record?: ProvedRecord;
  readonly block: { readonly height: number; readonly id: string; readonly timeMs: number };
  /** Exactly one of the two says what made the block final. */
  readonly work?: WorkProved;
  readonly certificate?: { readonly height: number; readonly epoch: number; readonly seats: number; readonly quorum: number; readonly signers: number };
}

export function whatStateProved(verified: VerifiedState | VerifiedWorkState, trust: Trust): StateProved {
  const { module, store, key, value, headers } = verified;
  const record = provedRecord(verified);
  const { header, id } = headers['blockAt' in verified ? verified.blockAt : 0]!;
  return {
    valid: true, chainId: trust.chainId, chainName: trust.genesis.name, module, store, key: toHex(key), value: value === undefined ? null : toHex(value),
    ...(record !== undefined && { record }),
    block: { height: header.height, id: toHex(id), timeMs: header.timeMs },
    ...('blockAt' in verified ? { work: whatWorkProved(verified) } : { certificate: certificateOf(verified) }),
  };
}

function certificateOf({ headers, committee, quorum, signers }: VerifiedState): NonNullable<StateProved['certificate']> {
  return { height: headers.at(-1)!.header.height, epoch: committee.epoch, seats: committee.seats.length, quorum, signers: signers.length };
}

/** The same in sentences. */
export function stateInWords(verified: VerifiedState | VerifiedWorkState, trust: Trust): string {
  const proved = whatStateProved(verified, trust);
  const { chainName, chainId, block, certificate, work } = proved;
  return [
    `The proof holds. Checked offline, with nothing but the genesis document of “${chainName}” (${chainId}):`,
    '',
    ...(proved.record === undefined ? entryInWords(verified) : recordInWords(proved.record, proved.key)),
    `✓ This is the state after block ${block.height} (${block.id}), made at ${new Date(block.timeMs).toISOString()}`,
    ...(work === undefined
      ? [`✓ Certificate: ${certificate!.signers} of ${certificate!.seats} seats (epoch ${certificate!.epoch}) signed it as final (${certificate!.quorum} are needed)`]
      : workInWords(work, block.height)),
    '',
    `It speaks of the state then, after block ${block.height}, not of what holds now: later blocks may have changed it. A proof about now is fetched anew (\`bystack state\`).`,
  ].join('\n');
}

function recordInWords({ type, key, state, version, whole }: ProvedRecord, at: string): string[] {
  return [
    `✓ The record ${JSON.stringify(type)} ${JSON.stringify(key)} is there: ${JSON.stringify(state)}, version ${version}. All that the chain keeps of it:`,
    ...JSON.stringify(whole, null, 2).split('\n').map((line) => `    ${line}`),
    `✓ The proof is of this record: the key in it (0x${at}) is the SHA-256 of its type and its key, worked out here again`,
  ];
}

function entryInWords({ module, store, key, value }: VerifiedState | VerifiedWorkState): string[] {
  const where = `${readable(key)} in store ${store} of module ${module}`;
  if (value !== undefined) return [`✓ At ${where} lies exactly: ${readable(value)}`];
  return [`✓ Nothing lies at ${where}`, ...(mayBeRecord(module, store) ? ['  (records lie at the SHA-256 of their type and key: with --record TYPE=KEY it is checked whether it is that of the record you mean)'] : [])];
}

/** Bytes that are printable text, as text; others in hex. */
function readable(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  return text !== undefined && !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(text) ? `“${text}”` : `0x${toHex(bytes)}`;
}
