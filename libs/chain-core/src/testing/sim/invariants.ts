import type { Bytes } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import type { BlockRef } from '../../consensus/engine';
import { decodeCertificate, decodeVote } from '../../protocol/encode-vote';
import { voteSigningBytes } from '../../protocol/ids';
import { readSigners } from '../../protocol/signers';
import type { Certificate, Committee, Vote } from '../../protocol/vote';
import { LedgerWitness } from './ledger-witness';
import { readMessage } from './read-message';
import { SIM_GENESIS, readSimBlock, type SimBlock } from './sim-block';
import type { SimKeys } from './sim-keys';
import type { Violation } from './sim-engine';
import type { Witness } from './sim-node-options';

/** The first seeds of planted bugs are stored under these names. */
export type BftInvariant = 'agreement' | 'validity' | 'certificate' | 'double signature' | 'false blame' | 'final block refused' | 'supply' | 'replay' | 'liveness' | 'crash';

/** Watches everything honest nodes do and say. Written without the engine's own checks, so that both cannot be wrong in the same way. */
export class Invariants implements Witness {
  readonly violations: Violation[] = [];
  /** Seats blamed with good evidence. */
  readonly blamedSeats = new Set<number>();
  /** Ids of the one final chain, by height. */
  private readonly chain: string[] = [toHex(SIM_GENESIS.id)];
  private readonly blocks = new Map<string, SimBlock>([[toHex(SIM_GENESIS.id), SIM_GENESIS]]);
  private readonly votes = new Map<string, string>();
  private readonly ledger = new LedgerWitness();

  constructor(
    private readonly chainId: Uint8Array,
    private readonly committee: Committee,
    private readonly keys: SimKeys,
    private readonly isHonest: (seat: number) => boolean,
    /** Honest, with a disk that keeps what it was given: such a seat never contradicts itself. */
    private readonly keepsItsVotes: (seat: number) => boolean = isHonest,
  ) {}

  get finalHeight(): number {
    return this.chain.length - 1;
  }

  /** Every block anybody could read, so that ancestry can be followed. */
  saw(block: SimBlock): void {
    this.blocks.set(toHex(block.id), block);
  }

  sent(seat: number, bytes: Bytes): void {
    if (!this.keepsItsVotes(seat)) return;
    const message = readMessage(bytes);
    if (message.kind === 'vote') this.cast(message.vote, seat);
    if (message.kind === 'stand') for (const vote of message.votes) this.cast(vote, seat);
    if (message.kind === 'partial') this.passedOn(seat, message.partial);
    if (message.kind === 'proposal') this.proposed(seat, message.block, message.leaderSignature);
  }

  final(seat: number, block: BlockRef, certificate: Bytes): void {
    if (!this.isHonest(seat)) return;
    if (!this.isFinalised(block, certificate)) this.violate('certificate', `seat ${seat} took ${block.height} for final without a good certificate`);
    this.extend(seat, block);
  }

  blamed(by: number, seat: number, evidence: Bytes): void {
    if (!this.isHonest(by)) return;
    if (this.keepsItsVotes(seat)) return this.violate('false blame', `seat ${by} blames the honest seat ${seat}`);
    if (this.isEvidence(seat, evidence)) this.blamedSeats.add(seat);
    else this.violate('false blame', `seat ${by} blames seat ${seat} with evidence that proves nothing`);
  }

  /** What a seat holds against others for good. */
  distrusts(by: number, seats: readonly number[]): void {
    for (const seat of seats) if (this.isHonest(seat)) this.violate('false blame', `seat ${by} does not trust the honest seat ${seat}`);
  }

  refusedFinal(seat: number, blockId: Uint8Array): void {
    if (this.isHonest(seat)) this.violate('final block refused', `seat ${seat} cannot follow the final block ${toHex(blockId).slice(0, 8)}`);
  }

  /** What a node has on disk at the end: the one final chain, that leads to its state, with a certificate for its newest block, so for each. */
  inspect(seat: number, chain: readonly SimBlock[], certificates: ReadonlyMap<number, Bytes>): void {
    const replayed = new LedgerWitness();
    chain.forEach((block, height) => {
      if (this.chain[height] !== toHex(readSimBlock(block.bytes)!.id)) this.violate('agreement', `seat ${seat} has another block on disk at height ${height}`);
      if (height > 0) replayed.append(block, (invariant, what) => this.violate(invariant, `replayed by seat ${seat}: ${what}`));
    });
    for (const [height, certificate] of certificates) {
      if (chain[height] === undefined || !this.isFinalised(chain[height], certificate)) this.violate('certificate', `seat ${seat} keeps a bad certificate at height ${height}`);
    }
    const newest = chain.length - 1;
    if (newest > 0 && !certificates.has(newest)) this.violate('certificate', `seat ${seat} has no certificate for its newest final block ${newest}`);
  }

  violate(invariant: BftInvariant, what: string): void {
    this.violations.push({ invariant, what });
  }

  /** A quorum of the committee signed to finalise exactly this block. Quorum arithmetic is spelled out here on purpose. */
  isFinalised(block: BlockRef, encoded: Bytes): boolean {
    const certificate = decodeCertificate(encoded);
    const n = this.committee.seats.length;
    const signers = readSigners(certificate.signers, n) ?? [];
    if (certificate.kind !== 'finalise' || certificate.view !== block.view || toHex(certificate.blockId) !== toHex(block.id)) return false;
    if (3 * signers.length <= 2 * n) return false;
    return this.keys.areSigned(certificate.proof, voteSigningBytes(this.chainId, certificate), signers);
  }

  /** The new final block and its ancestors must run into the chain that is final already, and end above or within it. */
  private extend(seat: number, block: BlockRef): void {
    const path: SimBlock[] = [];
    let at: SimBlock | undefined = this.blocks.get(toHex(block.id));
    while (at !== undefined && at.height >= this.chain.length) {
      path.push(at);
      if (at.isBad) this.violate('validity', `seat ${seat} made a bad block final at height ${at.height}`);
      at = this.blocks.get(toHex(at.parentId));
    }
    if (at === undefined || this.chain[at.height] !== toHex(at.id)) {
      return this.violate('agreement', `seat ${seat} made another block final at height ${at?.height ?? block.height}`);
    }
    for (const ancestor of path.reverse()) this.append(ancestor);
  }

  private append(block: SimBlock): void {
    this.chain.push(toHex(block.id));
    this.ledger.append(block, (invariant, what) => this.violate(invariant, what));
  }

  /** A gateway's own vote goes with those of others. */
  private passedOn(seat: number, partial: Certificate): void {
    const signers = readSigners(partial.signers, this.committee.seats.length) ?? [];
    if (signers.includes(seat)) this.cast({ ...partial, seat, signature: partial.proof }, seat);
  }

  private proposed(seat: number, encoded: Bytes, signature: Uint8Array): void {
    const block = readSimBlock(encoded);
    if (block === undefined || block.proposer !== seat) return;
    this.cast({ kind: 'notarise', epoch: this.committee.epoch, view: block.view, blockId: block.id, seat, signature }, seat);
  }

  /** Rules 1 and 2 of "Votes a seat may cast", over the whole life of the seat. */
  private cast(vote: Vote, seat: number): void {
    if (vote.seat !== seat) return this.violate('double signature', `seat ${seat} sent a vote of seat ${vote.seat} as its own`);
    const id = toHex(vote.blockId);
    const inKind = `${seat}/${vote.view}/${vote.kind}`;
    const opposite = vote.kind === 'nullify' ? 'finalise' : vote.kind === 'finalise' ? 'nullify' : undefined;
    const earlier = this.votes.get(inKind);
    if (earlier !== undefined && earlier !== id) this.violate('double signature', `seat ${seat} voted twice to ${vote.kind} in view ${vote.view}`);
    if (opposite !== undefined && this.votes.has(`${seat}/${vote.view}/${opposite}`)) {
      this.violate('double signature', `seat ${seat} voted to nullify and to finalise in view ${vote.view}`);
    }
    this.votes.set(inKind, id);
  }

  private isEvidence(seat: number, evidence: Bytes): boolean {
    const half = evidence.length / 2;
    const [one, other] = [decodeVote(evidence.subarray(0, half)), decodeVote(evidence.subarray(half))];
    const areSigned = [one, other].every(
      (vote) => vote.seat === seat && this.keys.areSigned(vote.signature, voteSigningBytes(this.chainId, vote), [seat]),
    );
    if (!areSigned || one.view !== other.view) return false;
    if (one.kind === other.kind) return one.kind !== 'nullify' && toHex(one.blockId) !== toHex(other.blockId);
    return one.kind !== 'notarise' && other.kind !== 'notarise';
  }
}
