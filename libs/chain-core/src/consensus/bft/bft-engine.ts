import type { Bytes } from '../../primitives/bytes';
import type { Engine, EngineEffect, EngineEvent } from '../engine';
import { castFinalise, castNotarise, castNullify } from './cast-vote';
import { askAgain, askConnected, sendStand } from './catch-up';
import { advanced, reachFinal } from './finality';
import { fallBack, judgeByCertificate } from './fall-back';
import { gather, waitNoLonger } from './gather';
import { findHead } from './head';
import { Inbox } from './inbox';
import type { BftOptions, BftParts, BftRestored } from './options';
import { Proposer } from './propose';
import { heed, recall } from './recall';
import { restore } from './restore';
import { chooseGateway, handDownCertificate, tellGateway } from './send-along';
import { BftState } from './state';
import { blockChecked, checkBlocks, markCertified, wantBlock } from './take-block';
import { Timers } from './timers';

/** The `bft` engine; protocol.md beside this file says what it does. Facts come in with events, then the rules are applied until nothing moves. */
export class BftEngine implements Engine {
  private readonly state: BftState;
  private readonly timers: Timers;
  private readonly proposer: Proposer;
  private readonly inbox: Inbox;

  constructor(options: BftOptions, parts: BftParts, restored: BftRestored) {
    this.state = new BftState(options, parts, restored);
    this.timers = new Timers(this.state);
    this.proposer = new Proposer(this.state, this.timers);
    this.inbox = new Inbox(this.state);
    restore(this.state, restored.log);
    this.state.firstView = this.state.view;
  }

  step(event: EngineEvent): readonly EngineEffect[] {
    this.state.nowMs = event.nowMs;
    this.takeFact(event);
    this.applyRules();
    return this.state.out.take();
  }

  status(): ReturnType<Engine['status']> {
    const { view, leader, final, head, checks } = this.state;
    return { view, leader, finalHeight: final.height, headHeight: Math.max(head.ref.height, final.height), distrusted: checks.distrustedSeats };
  }

  recall(seat: number): Bytes {
    return recall(this.state, seat);
  }

  heed(recalled: Bytes): number | undefined {
    return heed(this.state, recalled);
  }

  private takeFact(event: EngineEvent): void {
    const { state } = this;
    switch (event.kind) {
      case 'started':
        return this.start();
      case 'message':
        return this.inbox.take(event.from, event.bytes);
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
        return advanced(state, event.block, event.blocks, event.certificate);
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
    if (gather(state)) this.timers.startGather();
    chooseGateway(state);
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
      judgeByCertificate(this.state, view, false);
      handDownCertificate(this.state, held);
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
    tellGateway(this.state, seat);
  }

  private timerRanOut(name: string): void {
    const { state } = this;
    if (name === 'heartbeat') return this.timers.heartbeatRanOut();
    if (name === 'fetch') return this.fetchRanOut();
    if (name === 'half') return this.timers.halfRanOut() ? fallBack(state) : undefined;
    if (name === 'gather') return this.gatherRanOut();
    if (name === 'propose') return this.timers.proposeRanOut() ? this.proposer.waitedEnough() : undefined;
    if (name !== 'view' || !this.timers.viewRanOut()) return;
    // The vote alone says that it is time; everything else is sent again when that was not enough.
    if (!castNullify(state)) sendStand(state, 'all', false);
  }

  private gatherRanOut(): void {
    this.timers.gatherRanOut();
    waitNoLonger(this.state);
  }

  private fetchRanOut(): void {
    this.timers.fetchRanOut();
    askAgain(this.state);
  }
}
