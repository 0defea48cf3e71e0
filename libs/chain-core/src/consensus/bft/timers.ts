import { hasProposal } from './entitled';
import { gatherMs } from './gather';
import { BFT_LIMITS } from './limits';
import type { BftState } from './state';

/** When something must happen although nothing came in; see "When a view's timer runs" in protocol.md. */
export class Timers {
  /** View the `view` timer is set for; 0: not set. */
  private armedView = 0;
  /** View the counter below is about. */
  private countedView = 0;
  private dueMs = 0;
  private timesRunOut = 0;
  private proposeView = 0;
  private isHeartbeatSet = false;
  private isFetchSet = false;
  /** View the `half` timer is set for; trees only. */
  private halfView = 0;
  private isGatherSet = false;

  constructor(private readonly state: BftState) {}

  /** Sets, keeps or cancels the view timer, whichever the state calls for now. */
  update(): void {
    const { state } = this;
    if (state.seat === undefined) return;
    this.updateFetch();
    if (!this.hasReason()) {
      if (this.armedView !== 0) state.out.add({ kind: 'cancel-timer', name: 'view' });
      if (this.proposeView !== 0) state.out.add({ kind: 'cancel-timer', name: 'propose' });
      if (this.halfView !== 0) state.out.add({ kind: 'cancel-timer', name: 'half' });
      this.armedView = 0;
      this.proposeView = 0;
      this.halfView = 0;
    } else if (this.armedView !== state.view) {
      this.startView(this.viewTimerMs());
    }
  }

  /**
   * @returns whether the timer that ran out was the current view's. A driver may have had the event of a replaced timer under way already: what comes
   * too early is only set again.
   */
  viewRanOut(): boolean {
    const leftMs = Math.min(this.dueMs - this.state.nowMs, this.viewTimerMs());
    const isCurrent = this.armedView === this.state.view && this.hasReason();
    this.armedView = 0;
    if (isCurrent && leftMs > 0) this.startView(leftMs);
    if (!isCurrent || leftMs > 0) return false;
    if (this.countedView !== this.state.view) this.timesRunOut = 0;
    this.countedView = this.state.view;
    this.timesRunOut += 1;
    return true;
  }

  startPropose(): void {
    if (this.proposeView === this.state.view) return;
    this.proposeView = this.state.view;
    this.state.out.add({ kind: 'set-timer', name: 'propose', afterMs: Math.ceil(this.viewTimerMs() / 2) });
  }

  /** @returns whether the timer that ran out was the current view's. */
  proposeRanOut(): boolean {
    const isCurrent = this.proposeView === this.state.view;
    this.proposeView = 0;
    return isCurrent;
  }

  /** @returns whether the timer that ran out was the current view's. */
  halfRanOut(): boolean {
    const isCurrent = this.halfView === this.state.view;
    this.halfView = 0;
    return isCurrent;
  }

  /** A gateway waits for votes of its followers. */
  startGather(): void {
    if (this.isGatherSet) return;
    this.isGatherSet = true;
    this.state.out.add({ kind: 'set-timer', name: 'gather', afterMs: gatherMs(this.state) });
  }

  gatherRanOut(): void {
    this.isGatherSet = false;
  }

  fetchRanOut(): void {
    this.isFetchSet = false;
  }

  /** Runs while something is missing; when nothing is any more it simply runs out. */
  private updateFetch(): void {
    const isMissing = this.state.wantedBlocks.size > 0 || this.state.wantedViews !== undefined;
    if (!isMissing || this.isFetchSet) return;
    this.isFetchSet = true;
    this.state.out.add({ kind: 'set-timer', name: 'fetch', afterMs: this.state.options.parameters.viewTimerMs });
  }

  startHeartbeat(afterMs = this.state.options.parameters.heartbeatMs): void {
    if (this.isHeartbeatSet || this.state.seat === undefined || this.state.options.parameters.heartbeatMs === 0) return;
    this.isHeartbeatSet = true;
    this.state.out.add({ kind: 'set-timer', name: 'heartbeat', afterMs });
  }

  /** The heartbeat timer is not moved at every final block; it looks at the time when it runs out. */
  heartbeatRanOut(): void {
    const { state } = this;
    const { heartbeatMs } = state.options.parameters;
    this.isHeartbeatSet = false;
    const leftMs = Math.min(heartbeatMs, state.lastFinalMs + heartbeatMs - state.nowMs);
    if (leftMs > 0) return this.startHeartbeat(leftMs);
    state.heartbeatDue = true;
  }

  private startView(afterMs: number): void {
    this.armedView = this.state.view;
    this.dueMs = this.state.nowMs + afterMs;
    this.state.out.add({ kind: 'set-timer', name: 'view', afterMs });
    if (this.state.routes === undefined || this.state.routes.fellBackIn === this.state.view) return;
    this.halfView = this.state.view;
    this.state.out.add({ kind: 'set-timer', name: 'half', afterMs: Math.ceil(afterMs / 2) });
  }

  private hasReason(): boolean {
    const { state } = this;
    if (state.workWaiting || state.heartbeatDue || state.highestNotarisedView > state.finalisedView) return true;
    return hasProposal(state, state.view) || (state.peek(state.view)?.hasVoteOfOther(state.seat) ?? false);
  }

  private viewTimerMs(): number {
    const { state } = this;
    const { viewTimerMs, viewTimerMsMax } = state.options.parameters;
    // The seats of a new chain do not start at the same instant: nobody gives up the first leader before they had a chance to meet.
    if (state.final.height === 0 && state.view === 1 && !state.workWaiting) return viewTimerMsMax;
    const timesRunOut = this.countedView === state.view ? this.timesRunOut : 0;
    if (timesRunOut === 0 && state.isLeaderSilent()) return Math.ceil(viewTimerMs / BFT_LIMITS.silentTimerDivisor);
    const inRow = state.slowSinceFinal + timesRunOut;
    if (inRow === 0 && state.nullifiedSinceFinal >= BFT_LIMITS.quietViews) return Math.ceil(viewTimerMs / BFT_LIMITS.quietTimerDivisor);
    return Math.min(viewTimerMsMax, viewTimerMs * Math.max(1, inRow - 1));
  }
}
