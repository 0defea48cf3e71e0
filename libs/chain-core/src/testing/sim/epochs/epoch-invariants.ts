import type { Bytes } from '../../../primitives/bytes';
import { toHex } from '../../../primitives/bytes';
import { decodeMessage } from '../../../consensus/bft/message-codec';
import { decodeCertificate, decodeVote } from '../../../protocol/encode-vote';
import { voteSigningBytes } from '../../../protocol/ids';
import { readSigners } from '../../../protocol/signers';
import type { Vote } from '../../../protocol/vote';
import type { Violation } from '../sim-engine';
import type { EpochBlock } from './epoch-block';
import { EPOCH_GENESIS } from './epoch-block';
import { epochAt, type EpochPlan } from './epoch-plan';

const MESSAGE_BYTES_MAX = 4096;

/** Watches what honest machines say and take for final, over all epochs. Written without the drivers' own checks. */
export class EpochInvariants {
  readonly violations: Violation[] = [];
  /** Last blocks that were made final by way of a closing block. */
  closed = 0;
  blamed = 0;
  private readonly chain: EpochBlock[] = [EPOCH_GENESIS];
  private readonly votes = new Map<string, string>();

  constructor(
    private readonly chainId: Uint8Array,
    private readonly plan: EpochPlan,
    private readonly isHonest: (machine: number) => boolean,
  ) {}

  get finalHeight(): number {
    return this.chain.length - 1;
  }

  /** @param durableHeight what the machine has on disk at this moment */
  sent(machine: number, epoch: number, bytes: Bytes, durableHeight: number): void {
    if (!this.isHonest(machine)) return;
    if (epoch > 0 && durableHeight < this.plan.epochs[epoch - 1]!.lastHeight) this.violate('durability', `machine ${machine} speaks in epoch ${epoch} and could forget how it began`);
    const message = decodeMessage(bytes, MESSAGE_BYTES_MAX);
    for (const vote of message.kind === 'vote' ? [message.vote] : message.kind === 'stand' ? message.votes : []) {
      if (vote.epoch !== epoch) this.violate('epoch', `machine ${machine} says a vote of epoch ${vote.epoch} in epoch ${epoch}`);
      this.cast(vote, machine);
    }
  }

  /** A machine takes these blocks for final, by the word of `certificate` about the last of them or of `closing`. */
  final(machine: number, blocks: readonly EpochBlock[], closing: readonly EpochBlock[], certificate: Bytes): void {
    const last = closing.at(-1) ?? blocks.at(-1)!;
    if (closing.length > 0) this.closed += 1;
    if (!this.isCertified(last, certificate)) this.violate('certificate', `machine ${machine} took block ${last.height} of epoch ${last.epoch} for final without its committee’s word`);
    for (const block of blocks) this.extend(machine, block);
  }

  blames(by: number, epoch: number, seat: number, evidence: Bytes): void {
    const { seats, keys } = this.plan.epochs[epoch]!;
    const half = evidence.length / 2;
    const isReal = [evidence.subarray(0, half), evidence.subarray(half)].map(decodeVote).every((vote) => {
      return vote.epoch === epoch && vote.seat === seat && keys.areSigned(vote.signature, voteSigningBytes(this.chainId, vote), [seats[seat]!.key]);
    });
    if (this.isHonest(seats[seat]!.machine) || !isReal) this.violate('false blame', `machine ${by} blames seat ${seat} of epoch ${epoch}`);
    this.blamed += 1;
  }

  violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
  }

  /** More than two thirds of the committee of the block's own epoch, in that epoch's way of signing; spelled out here on purpose. */
  private isCertified(block: EpochBlock, encoded: Bytes): boolean {
    const certificate = decodeCertificate(encoded);
    const { seats, keys } = this.plan.epochs[block.epoch]!;
    const n = seats.length;
    const signers = readSigners(certificate.signers, n) ?? [];
    const isAbout = certificate.kind === 'finalise' && certificate.epoch === block.epoch && certificate.view === block.view && toHex(certificate.blockId) === toHex(block.id);
    if (!isAbout || 3 * signers.length <= 2 * n) return false;
    return keys.areSigned(certificate.proof, voteSigningBytes(this.chainId, certificate), signers.map((seat) => seats[seat]!.key));
  }

  private extend(machine: number, block: EpochBlock): void {
    const { height } = block;
    const known = this.chain[height];
    if (block.closes || block.epoch !== epochAt(this.plan, height)) this.violate('epoch', `machine ${machine} has a block of epoch ${block.epoch} at height ${height}`);
    if (known !== undefined && toHex(known.id) !== toHex(block.id)) return this.violate('agreement', `machine ${machine} has another block at height ${height}`);
    if (known !== undefined) return;
    if (height !== this.chain.length || toHex(this.chain.at(-1)!.id) !== toHex(block.parentId)) return this.violate('agreement', `block ${height} of machine ${machine} continues no final block`);
    this.chain.push(block);
  }

  /** One notarise vote, and nullify or finalise but not both, by each seat in each view of each epoch. */
  private cast(vote: Vote, machine: number): void {
    const kind = vote.kind === 'notarise' ? 'notarise' : 'end';
    const name = `${machine} ${vote.epoch} ${vote.view} ${kind}`;
    const said = `${vote.kind} ${toHex(vote.blockId)}`;
    const before = this.votes.get(name);
    if (before !== undefined && before !== said) this.violate('double signature', `machine ${machine}, epoch ${vote.epoch}, view ${vote.view}: ${before.slice(0, 16)} and ${said.slice(0, 16)}`);
    this.votes.set(name, said);
  }
}
