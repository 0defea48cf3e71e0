import type { Bytes } from '../../primitives/bytes';
import type { BlockRef } from '../engine';
import { castProposal } from './cast-vote';
import { wantCertificates } from './catch-up';
import { findHead, justification } from './head';
import { BFT_LIMITS } from './limits';
import { encodeProposal } from './message-codec';
import { sendProposal } from './send-along';
import type { BftState, HeldBlock } from './state';
import type { Timers } from './timers';

/** What a leader is doing about its proposal. One per engine; it forgets when the view changes. */
export class Proposer {
  private view = 0;
  /** Asked the driver and not answered yet. */
  private isAsking = false;
  private isAskedForHeartbeat = false;
  /** The driver had no transactions for a block (or could make none at all), and nothing new was announced since. */
  private hasNothing = false;
  private canBuildNone = false;
  private mayBeEmpty = false;

  constructor(
    private readonly state: BftState,
    private readonly timers: Timers,
  ) {}

  workCame(): void {
    this.hasNothing = false;
    this.canBuildNone = false;
  }

  /** Half the view timer has gone by and the ancestors are still not final. */
  waitedEnough(): void {
    this.mayBeEmpty = true;
  }

  /** Asks the driver for a block when it is this seat's turn and there is a reason. */
  propose(): void {
    const { state } = this;
    if (!state.isLeader || !state.rules.mayNotarise(state.round(state.view).own)) return;
    if (this.view !== state.view) this.enter(state.view);
    if (this.isAsking) return;
    const search = findHead(state, state.view);
    if (!search.found) return this.seek(search.missingView);
    const isUnfinal = search.key !== state.finalKey;
    const heartbeat = isUnfinal ? this.mayBeEmpty || state.isNullified(state.view - 1) : state.heartbeatDue;
    if (!this.canBuildNone && (heartbeat || (state.workWaiting && !this.hasNothing))) this.ask(search.ref, heartbeat);
    else if (isUnfinal && !this.mayBeEmpty) this.timers.startPropose();
  }

  /** @param block undefined: the driver has nothing to put into one. */
  built(view: number, block: BlockRef | undefined): void {
    const { state } = this;
    if (view !== this.view || !this.isAsking) return;
    this.isAsking = false;
    this.hasNothing = block === undefined;
    this.canBuildNone = this.hasNothing && this.isAskedForHeartbeat;
    if (block === undefined || view !== state.view || !state.rules.mayNotarise(state.round(view).own)) return;
    sendProposal(state, encodeOwnProposal(state, castProposal(state, block)));
  }

  private enter(view: number): void {
    this.view = view;
    this.isAsking = false;
    this.hasNothing = false;
    this.canBuildNone = false;
    this.mayBeEmpty = false;
  }

  /** A notarised block that is still being fetched or checked needs no asking for certificates. */
  private seek(missingView: number): void {
    if (this.state.peek(missingView)?.notarise.held === undefined) wantCertificates(this.state, -1, this.state.final.view + 1, missingView);
  }

  private ask(parent: BlockRef, heartbeat: boolean): void {
    this.isAsking = true;
    this.isAskedForHeartbeat = heartbeat;
    this.state.out.add({ kind: 'build', view: this.state.view, parentId: parent.id, heartbeat });
  }
}

/** With the certificates that justify it. */
export function encodeOwnProposal(state: BftState, { ref, parentKey, leaderSignature }: HeldBlock): Bytes {
  const parent = state.blocks.get(parentKey)?.ref ?? state.final;
  const certificates = justification(state, parent, ref.view).slice(-BFT_LIMITS.certificatesMax);
  return encodeProposal(certificates, leaderSignature, ref.bytes);
}
