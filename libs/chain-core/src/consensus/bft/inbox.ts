import type { Bytes } from '../../primitives/bytes';
import type { Certificate } from '../../protocol/vote';
import { Refusal } from '../../primitives/refusal';
import { Allowance } from './allowance';
import { answerWantBlock, answerWantCertificates, sendStand } from './catch-up';
import { judgeByCertificate, judgeByProposal } from './fall-back';
import { BFT_LIMITS } from './limits';
import { decodeMessage, type Message, type Stand } from './message-codec';
import type { BftState, HeldBlock } from './state';
import { handDown } from './send-along';
import { takeBlock, wantBlock } from './take-block';
import { takeCertificate } from './take-certificate';
import { takePartial } from './take-partial';
import { takeVote } from './take-vote';

/** Reads what other seats send, and answers those that lack something, within limits. */
export class Inbox {
  private readonly answers: Allowance;

  constructor(private readonly state: BftState) {
    this.answers = new Allowance(BFT_LIMITS.answersMax, state.options.parameters.viewTimerMs);
  }

  /** @param from seat the connection was authenticated as, or -1. */
  take(from: number, bytes: Bytes): void {
    const message = this.read(bytes);
    if (message === undefined) return;
    const { state } = this;
    state.heardFrom(from);
    switch (message.kind) {
      case 'proposal':
        for (const certificate of message.certificates) takeCertificate(state, from, certificate);
        return this.handDownProposal(from, bytes, takeBlock(state, from, message.block, message.leaderSignature));
      case 'vote':
        return message.vote.seat === from ? takeVote(state, message.vote) : undefined;
      case 'partial':
        return takePartial(state, from, message.partial);
      case 'certificate':
        return this.takeFromGateway(from, message.certificate);
      case 'follow':
        return this.takeFollower(from, message.gateway);
      case 'stand':
        return this.takeStand(from, message);
      case 'want-block':
        return this.mayAnswer(from) ? answerWantBlock(state, from, message.blockId) : undefined;
      case 'want-certificates':
        return this.mayAnswer(from) ? answerWantCertificates(state, from, message.firstView, message.lastView) : undefined;
    }
  }

  /** A proposal that did not come through this child's gateway after half the timer says that the gateway failed. */
  private handDownProposal(from: number, bytes: Bytes, block: HeldBlock | undefined): void {
    const { state } = this;
    if (block === undefined || state.routes === undefined) return;
    handDown(state, bytes, block.ref.proposer);
    judgeByProposal(state, block.ref.view, from);
  }

  private takeFromGateway(from: number, certificate: Certificate): void {
    const { state } = this;
    if (from === state.routes?.gateway) judgeByCertificate(state, certificate.view, true);
    takeCertificate(state, from, certificate);
  }

  /** A new follower hears at once where this gateway stands. */
  private takeFollower(from: number, gateway: number | undefined): void {
    const { state } = this;
    state.routes?.follows(from, gateway);
    if (gateway === state.seat && this.mayAnswer(from)) sendStand(state, from, true);
  }

  private takeStand(from: number, stand: Stand): void {
    const { state } = this;
    for (const certificate of stand.certificates) takeCertificate(state, from, certificate);
    for (const vote of stand.votes) if (vote.seat === from) takeVote(state, vote);
    this.wantVotedBlock(from, stand);
    const lacksSomething = stand.finalView < state.final.view || stand.view < state.view;
    if (lacksSomething && !stand.isAnswer && this.mayAnswer(from)) sendStand(state, from, true);
  }

  /** A vote that is sent again for a block that never came: its voter has the block. */
  private wantVotedBlock(from: number, stand: Stand): void {
    const { state } = this;
    const ballot = state.peek(state.view)?.notarise.of(from);
    if (ballot !== undefined && stand.votes.some((vote) => vote.kind === 'notarise')) wantBlock(state, from, ballot.vote.blockId, state.view);
  }

  /** Malformed bytes are dropped, never thrown out of `step`. */
  private read(bytes: Bytes): Message | undefined {
    try {
      return decodeMessage(bytes, this.state.options.blockBytesMax);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  private mayAnswer(seat: number): boolean {
    const { state } = this;
    return state.seat !== undefined && seat >= 0 && seat < state.seats && this.answers.spend(seat, state.nowMs);
  }
}
