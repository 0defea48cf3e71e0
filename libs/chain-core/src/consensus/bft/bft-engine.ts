import type { Bytes } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import type { Engine, EngineEffect, EngineEvent } from '../engine';
import { castFinalise, castNotarise, castNullify } from './cast-vote';
import { answerWantBlock, answerWantCertificates, askAgain, askConnected, sendStand } from './catch-up';
import { advanced, reachFinal } from './finality';
import { findHead } from './head';
import { BFT_LIMITS } from './limits';
import { decodeMessage, type Message, type Stand } from './message-codec';
import type { BftOptions, BftParts, BftRestored } from './options';
import { Proposer } from './propose';
import { restore } from './restore';
import { BftState } from './state';
import { blockChecked, checkBlocks, markCertified, takeBlock, wantBlock } from './take-block';
import { takeCertificate } from './take-certificate';
import { takeVote } from './take-vote';
import { Timers } from './timers';

/** The `bft` engine; protocol.md beside this file says what it does. Facts come in with events, then the rules are applied until nothing moves. */
export class BftEngine implements Engine {
  private readonly state: BftState;
  private readonly timers: Timers;
  private readonly proposer: Proposer;
  /** Answers given to each seat in the running window. */
  private readonly answers = new Map<number, { sinceMs: number; count: number }>();

  constructor(options: BftOptions, parts: BftParts, restored: BftRestored) {
    this.state = new BftState(options, parts, restored);
    this.timers = new Timers(this.state);
    this.proposer = new Proposer(this.state, this.timers);
    restore(this.state, restored.log);
    this.state.firstView = this.state.view;
  }

  step(event: EngineEvent): readonly EngineEffect[] {
    this.state.nowMs = event.nowMs;
    this.takeFact(event);
    this.applyRules();
    return this.state.out.take();
  }

  status(): { view: number; leader: number; finalHeight: number; headHeight: number } {
    const { view, leaders, final, head } = this.state;
    return { view, leader: leaders.of(view), finalHeight: final.height, headHeight: Math.max(head.ref.height, final.height) };
  }

  private takeFact(event: EngineEvent): void {
    const { state } = this;
    switch (event.kind) {
      case 'started':
        return this.start();
      case 'message':
        return this.takeMessage(event.from, event.bytes);
      case 'connected':
        return this.seatConnected(event.seat);
      case 'timer':
        return this.timerRanOut(event.name);
      case 'built':
        return this.proposer.built(event.view, event.block);
      case 'checked':
        return blockChecked(state, event.blockId, event.valid);
      case 'work':
        state.workWaiting = event.waiting;
        return event.waiting ? this.proposer.workCame() : undefined;
      case 'advanced':
        return advanced(state, event.block, event.certificate);
    }
  }

  /** The order matters only for what leaves first; each rule looks at the whole state. */
  private applyRules(): void {
    const { state } = this;
    do {
      this.lookAtCertificates();
      checkBlocks(state);
      reachFinal(state);
      castNotarise(state);
    } while (state.fresh.length > 0);
    checkBlocks(state);
    this.updateHead();
    this.proposer.propose();
    this.timers.startHeartbeat();
    this.timers.update();
  }

  private lookAtCertificates(): void {
    const fresh = this.state.fresh;
    this.state.fresh = [];
    for (const held of fresh) {
      const { kind, view, blockId } = held.certificate;
      if (kind === 'nullify') continue;
      if (kind === 'notarise') castFinalise(this.state, held);
      wantBlock(this.state, -1, blockId, view);
      markCertified(this.state, held.key);
    }
  }

  private updateHead(): void {
    const { state } = this;
    const search = findHead(state, state.view);
    if (!search.found || search.key === state.head.key) return;
    state.head = { key: search.key, ref: search.ref };
    state.out.add({ kind: 'head', blockId: search.ref.id });
  }

  private start(): void {
    const { state } = this;
    state.lastFinalMs = state.nowMs;
    // A new chain shows at once that it lives.
    state.heartbeatDue = state.final.height === 0 && state.options.parameters.heartbeatMs > 0;
    if (state.seat !== undefined) sendStand(state, 'all', false);
  }

  private seatConnected(seat: number): void {
    if (this.state.seat === undefined || seat === this.state.seat) return;
    sendStand(this.state, seat, false);
    askConnected(this.state, seat);
  }

  private timerRanOut(name: string): void {
    const { state } = this;
    if (name === 'heartbeat') return this.timers.heartbeatRanOut();
    if (name === 'fetch') return this.fetchRanOut();
    if (name === 'propose') return this.timers.proposeRanOut() ? this.proposer.waitedEnough() : undefined;
    if (name !== 'view' || !this.timers.viewRanOut()) return;
    const { view } = state;
    castNullify(state);
    if (state.view === view) sendStand(state, 'all', false);
  }

  private fetchRanOut(): void {
    this.timers.fetchRanOut();
    askAgain(this.state);
  }

  private takeMessage(from: number, bytes: Bytes): void {
    const message = this.read(bytes);
    if (message === undefined) return;
    const { state } = this;
    state.heardFrom(from);
    switch (message.kind) {
      case 'proposal':
        for (const certificate of message.certificates) takeCertificate(state, certificate);
        return takeBlock(state, from, message.block, message.leaderSignature);
      case 'vote':
        return message.vote.seat === from ? takeVote(state, message.vote) : undefined;
      case 'stand':
        return this.takeStand(from, message);
      case 'want-block':
        return this.mayAnswer(from) ? answerWantBlock(state, from, message.blockId) : undefined;
      case 'want-certificates':
        return this.mayAnswer(from) ? answerWantCertificates(state, from, message.firstView, message.lastView) : undefined;
    }
  }

  private takeStand(from: number, stand: Stand): void {
    const { state } = this;
    for (const certificate of stand.certificates) takeCertificate(state, certificate);
    for (const vote of stand.votes) if (vote.seat === from) takeVote(state, vote);
    this.wantVotedBlock(from, stand);
    const lacksSomething = stand.finalView < state.final.view || stand.view < state.view;
    if (lacksSomething && !stand.isAnswer && this.mayAnswer(from)) sendStand(state, from, true);
  }

  /** A vote that is sent again for a block that never came: its voter has the block. */
  private wantVotedBlock(from: number, stand: Stand): void {
    const { state } = this;
    const ballot = state.peek(state.view)?.notarise.of(from);
    if (ballot?.verified && stand.votes.some((vote) => vote.kind === 'notarise')) wantBlock(state, from, ballot.vote.blockId, state.view);
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
    if (state.seat === undefined || seat < 0 || seat >= state.seats) return false;
    const window = this.answers.get(seat);
    if (window === undefined || Math.abs(state.nowMs - window.sinceMs) >= state.options.parameters.viewTimerMs) {
      this.answers.set(seat, { sinceMs: state.nowMs, count: 1 });
      return true;
    }
    window.count += 1;
    return window.count <= BFT_LIMITS.answersMax;
  }
}
