import type { KeyPair } from '../../crypto/sign';
import type { Executor } from '../../execution';
import type { Work } from '../../module/work';
import type { Bytes, Hash } from '../../primitives/bytes';
import { equalBytes, toHex } from '../../primitives/bytes';
import { signRestart } from '../../protocol/restart-certificate';
import type { Committee } from '../../protocol/vote';
import type { ExecutedBlock } from '../executed-block';
import type { NodeLog } from '../node-log';
import type { Readiness } from './readiness';
import { openLastBlocks, type LastBlocks } from './recovery-blocks';
import type { RecoveryKeep } from './recovery-keep';
import type { Seats } from '../seats';

export interface RestartSignerOptions {
  readonly chainId: Hash;
  /** The node's own. */
  readonly keys: KeyPair;
}

export interface RestartSignerParts {
  readonly executor: Executor;
  readonly seats: Seats;
  readonly ready: Readiness;
  readonly keep: RecoveryKeep;
  readonly log: NodeLog;
  final(): ExecutedBlock;
}

export interface SignedEnd {
  readonly blocks: LastBlocks;
  /** The node key's signature of the second one. */
  readonly signature: Bytes;
}

/** Signs the end of an epoch with the node key: one end only, which is on disk before the signature is given, and only what a person has confirmed. */
export class RestartSigner {
  readonly #options: RestartSignerOptions;
  readonly #parts: RestartSignerParts;

  constructor(options: RestartSignerOptions, parts: RestartSignerParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** @returns undefined when these blocks are not to be signed; the log says why */
  *sign(encoded: readonly [Bytes, Bytes]): Work<SignedEnd | undefined> {
    const { executor, final, keep, log } = this.#parts;
    const { chainId, keys } = this.#options;
    const opened = yield* openLastBlocks(executor, final().asParent, encoded);
    const reason = typeof opened === 'string' ? opened : this.#whyNot(opened.blocks, opened.committee);
    if (typeof opened === 'string' || reason !== undefined) return void log('warn', 'an end of this epoch is not signed', { reason });
    const { blocks } = opened;
    const [, { id, header }] = blocks;
    keep.write({ ...keep.record!, signed: id });
    return { blocks, signature: signRestart(chainId, { epoch: header.epoch, view: header.view, blockId: id }, keys) };
  }

  #whyNot([, { id }]: LastBlocks, next: Committee): string | undefined {
    const { signed } = this.#parts.keep.record!;
    if (!this.#isAsConfirmed(next)) return 'it does more than to give fresh keys';
    return signed !== undefined && !equalBytes(signed, id) ? 'this node has signed another one' : undefined;
  }

  /** Fresh keys for the same seats, this one's among them, and nothing else. */
  #isAsConfirmed({ scheme, seats: next }: Committee): boolean {
    const { seats, ready } = this.#parts;
    const { committee } = seats;
    const own = toHex(this.#options.keys.publicKey);
    const isFresh = ({ nodeKey, votingKey }: (typeof next)[number], place: number) => {
      const before = committee.seats[place]!;
      const fresh = ready.of(toHex(nodeKey))?.votingKey;
      const mayStay = toHex(nodeKey) !== own && equalBytes(votingKey, before.votingKey);
      return equalBytes(nodeKey, before.nodeKey) && (mayStay || (fresh !== undefined && equalBytes(votingKey, fresh)));
    };
    return scheme === committee.scheme && next.length === committee.seats.length && next.every(isFresh);
  }
}
