import { perform, whenDone, type Executor } from '../../execution';
import type { Bytes, Hash } from '../../primitives/bytes';
import { equalBytes, toHex } from '../../primitives/bytes';
import { quorumOf } from '../../protocol/committee';
import { encodeRestartCertificate, makeRestartCertificate, verifyRestartSignature } from '../../protocol/restart-certificate';
import type { Clock } from '../clock';
import type { ExecutedBlock } from '../executed-block';
import { buildLastBlocks, type LastBlocks } from './recovery-blocks';
import type { RecoveryKeep } from './recovery-keep';
import type { RecoveryMessage } from './recovery-messages';
import type { RestartSigner, SignedEnd } from './restart-signer';
import type { Seats } from '../seats';

export interface RestartLeadOptions {
  readonly chainId: Hash;
  /** Hex. */
  readonly own: string;
  /** Seats that must approve. */
  readonly needed: number;
}

export interface RestartLeadParts {
  readonly executor: Executor;
  readonly seats: Seats;
  readonly clock: Clock;
  readonly keep: RecoveryKeep;
  readonly signer: RestartSigner;
  final(): ExecutedBlock;
  sayToAll(message: RecoveryMessage): void;
  /** A quorum of nodes has signed the end of the epoch. */
  onEnd(blocks: LastBlocks, certificate: Bytes): void;
  onFatal(error: unknown): void;
}

/** The part of the one node that was told to start the chain again: it collects approvals, builds the two blocks that end the epoch, and collects signatures. */
export class RestartLead {
  readonly #options: RestartLeadOptions;
  readonly #parts: RestartLeadParts;
  readonly #transactions: Bytes[] = [];
  readonly #approved = new Set<string>();
  readonly #signatures = new Map<number, Bytes>();
  #blocks: LastBlocks | undefined;

  constructor(options: RestartLeadOptions, parts: RestartLeadParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Says to the others what is to be approved. */
  propose(transaction: Bytes): void {
    this.#parts.sayToAll({ kind: 'propose', transaction });
    this.takeApproval(this.#options.own, transaction);
  }

  takeApproval(peer: string, transaction: Bytes): void {
    if (this.#blocks !== undefined || this.#approved.has(peer)) return;
    this.#approved.add(peer);
    this.#transactions.push(transaction);
    if (this.#approved.size >= this.#options.needed) this.#build();
  }

  /** Blocks that were built, now or in an earlier life of this node: it builds no others. */
  offer(encoded: readonly [Bytes, Bytes]): void {
    void whenDone(perform(this.#parts.signer.sign(encoded)), (signed) => signed && this.#offer(encoded, signed), this.#parts.onFatal);
  }

  #offer(encoded: readonly [Bytes, Bytes], signed: SignedEnd): void {
    this.#blocks = signed.blocks;
    this.#parts.sayToAll({ kind: 'blocks', blocks: encoded });
    this.takeSignature(this.#options.own, signed.blocks[1].id, signed.signature);
  }

  takeSignature(peer: string, blockId: Bytes, signature: Bytes): void {
    const { seats } = this.#parts.seats.committee;
    const place = seats.findIndex(({ nodeKey }) => toHex(nodeKey) === peer);
    if (this.#blocks === undefined || place < 0 || !equalBytes(this.#blocks[1].id, blockId)) return;
    const { id, header } = this.#blocks[1];
    const subject = { epoch: header.epoch, view: header.view, blockId: id };
    if (!verifyRestartSignature(this.#options.chainId, subject, seats[place]!.nodeKey, signature)) return;
    this.#signatures.set(place, signature);
    if (this.#signatures.size === quorumOf(seats.length)) this.#parts.onEnd(this.#blocks, encodeRestartCertificate(makeRestartCertificate(subject, this.#signatures, seats.length)));
  }

  #build(): void {
    const { executor, seats, clock, final, onFatal } = this.#parts;
    const building = buildLastBlocks(executor, final().asParent, { proposer: seats.place!, timeMs: clock.nowMs(), transactions: this.#transactions });
    void whenDone(perform(building), (blocks) => blocks && this.#built(blocks), onFatal);
  }

  #built(blocks: LastBlocks): void {
    const { keep } = this.#parts;
    const encoded = [blocks[0].bytes, blocks[1].bytes] as const;
    keep.write({ ...keep.record!, blocks: encoded });
    this.offer(encoded);
  }
}
