import type { Bytes } from '../../primitives/bytes';
import { EMPTY } from '../../primitives/bytes';
import { workOfBits } from '../../protocol/pow/target';
import type { Engine, EngineEffect, EngineEvent } from '../engine';
import { Asking } from './asking';
import { Bodies } from './bodies';
import type { Entry } from './entry';
import { Finality } from './finality';
import { Inbox } from './inbox';
import { POW_LIMITS } from './limits';
import { encodeHeaders } from './message-codec';
import { Mining } from './mining';
import type { PowOptions, PowParts, PowRestored } from './options';
import { restore } from './restore';
import { Room } from './room';
import { PowState } from './state';
import { askHeaders } from './take-headers';

export interface PowStatus {
  readonly view: number;
  readonly leader: number;
  readonly finalHeight: number;
  readonly headHeight: number;
  readonly headTimeMs: number;
  /** Height of the best header known; above the head while this node catches up. */
  readonly bestHeight: number;
  readonly mining: boolean;
  /** Hashes that the next block takes on average. */
  readonly work: bigint;
}

/** The `pow` engine; protocol.md beside this file says what it does. Facts come in with events, then the rules are applied. */
export class PowEngine implements Engine {
  private readonly state: PowState;
  private readonly asking: Asking;
  private readonly bodies: Bodies;
  private readonly mining: Mining;
  private readonly finality: Finality;
  private readonly inbox: Inbox;
  private announced: Entry;
  private askTurn = 0;

  constructor(options: PowOptions, parts: PowParts, restored: PowRestored) {
    this.state = new PowState(options, parts, restored);
    const room = new Room(this.state);
    this.asking = new Asking(this.state);
    this.bodies = new Bodies(this.state, room, this.asking);
    this.mining = new Mining(this.state, this.bodies, room);
    this.finality = new Finality(this.state, room);
    this.inbox = new Inbox(this.state, this.bodies);
    this.announced = this.state.head;
    restore(this.state, this.bodies, restored.log);
  }

  step(event: EngineEvent): readonly EngineEffect[] {
    this.state.nowMs = event.nowMs;
    this.takeFact(event);
    this.bodies.pursue();
    this.announceHead();
    this.finality.reach();
    this.mining.pursue();
    return this.state.takeEffects();
  }

  status(): PowStatus {
    const { head, tree } = this.state;
    return {
      view: head.height, leader: 0, finalHeight: tree.final.height, headHeight: head.height, headTimeMs: head.timeMs, bestHeight: tree.best.height, mining: this.mining.isOn,
      work: workOfBits(this.state.bitsAfter(head)),
    };
  }

  /** Height of the next block of the branch of most work, if nobody gave it when it was asked for. */
  get lacking(): number | undefined {
    return this.asking.lacking;
  }

  /** Nobody votes here. */
  recall(): Bytes {
    return EMPTY;
  }

  heed(): number {
    return 0;
  }

  private takeFact(event: EngineEvent): void {
    switch (event.kind) {
      case 'started':
        this.state.out({ kind: 'set-timer', name: 'ask', afterMs: POW_LIMITS.askMs });
        return this.finality.start();
      case 'connected':
        this.state.peers.set(event.seat, { tellsMore: false, keptFrom: 0, sinceMs: 0, sent: 0, lastBodyMs: 0 });
        return askHeaders(this.state, event.seat);
      case 'disconnected':
        this.state.peers.delete(event.seat);
        return this.asking.disconnected(event.seat);
      case 'message':
        return this.inbox.take(event.from, event.bytes);
      case 'timer':
        return this.timerRanOut(event.name);
      case 'built':
        return this.mining.built(event.block);
      case 'checked':
        return this.bodies.checked(event.blockId, event.valid);
      case 'work':
        return event.waiting ? this.mining.workCame() : undefined;
      case 'kept-from':
        return this.asking.keptFrom(event.seat, event.height);
      case 'hold':
        return this.hold(event.on);
      case 'mining':
        return this.mining.switch(event.on);
      case 'mined':
        return this.mining.mined(event.job, event.nonce);
      case 'advanced':
        return; // Sync is this engine's own.
    }
  }

  private hold(on: boolean): void {
    this.state.isHeld = on;
    if (on) this.mining.rest();
  }

  /** Peers hear of a new head unless something much better is on its way here. */
  private announceHead(): void {
    const { head, isCatchingUp } = this.state;
    if (head === this.announced) return;
    this.announced = head;
    this.state.out({ kind: 'head', blockId: head.id });
    if (!isCatchingUp) this.state.send('all', encodeHeaders([head.header]));
  }

  private timerRanOut(name: string): void {
    if (name === 'fetch') return this.asking.timerRanOut();
    if (name === 'settle') return this.finality.timerRanOut();
    if (name === 'template') return this.mining.timerRanOut();
    if (name !== 'ask') return;
    this.state.out({ kind: 'set-timer', name: 'ask', afterMs: POW_LIMITS.askMs });
    const peers = [...this.state.peers.keys()];
    if (peers.length === 0) return;
    this.askTurn += 1;
    askHeaders(this.state, peers[this.askTurn % peers.length]!);
  }
}
