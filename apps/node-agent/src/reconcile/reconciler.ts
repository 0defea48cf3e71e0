import type { DesiredNode } from '@bystack/api';
import type { Logger } from 'pino';
import { backoffMs } from '../backoff';
import { asFailure, type Failure } from '../failure';
import { LIMITS } from '../limits';
import { planNode, type Step, type StepKind } from '../plan/plan';
import type { LocalNode } from '../runtimes/runtime';
import { perform } from '../steps/perform';
import { wantedSpec, type StepParts } from '../steps/step-parts';

export interface ReconcilerParts extends StepParts {
  readonly log: Logger;
}

/** What the agent knows of its work on one node, beyond what the runtime can say. */
export interface Work {
  /** The step at work now. */
  readonly doing?: StepKind;
  readonly problem?: Failure;
  readonly tries: number;
  readonly retryAtMs: number;
  /** Generation the tries are about: a new wish is tried at once. */
  readonly generation: number;
  /** The peers last written, as JSON; unknown after a restart of the agent, which writes them once more. */
  readonly peers?: string;
}
const IDLE: Work = { tries: 0, retryAtMs: 0, generation: -1 };

/**
 * Makes the host match the wish, again and again. Nodes are independent of each other; the steps of one node run one after another.
 * It may be killed at any instant: everything it decides from is on disk or in the runtime.
 */
export class Reconciler {
  private readonly work = new Map<string, Work>();
  private readonly running = new Map<string, Promise<void>>();
  private locals: ReadonlyMap<string, LocalNode> = new Map();
  private passing: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private readonly timer: NodeJS.Timeout;
  private readonly unwatch: () => void;

  constructor(
    private readonly parts: ReconcilerParts,
    /** Called after anything that can be seen from outside may have changed. */
    private readonly changed: () => void,
  ) {
    this.timer = setInterval(() => this.kick(), parts.runtime.lookEveryMs);
    this.unwatch = parts.runtime.watch(() => this.kick());
  }

  /** Looks again soon. Any number of calls become one more look. */
  kick(): void {
    if (this.closed) return;
    if (this.passing) {
      this.again = true;
      return;
    }
    this.passing = this.pass()
      .catch((error: unknown) => this.parts.log.error({ err: error }, 'could not look at the nodes'))
      .finally(() => {
        this.passing = undefined;
        if (!this.again) return;
        this.again = false;
        this.kick();
      });
  }

  workOf(nodeId: string): Work {
    return this.work.get(nodeId) ?? IDLE;
  }

  /** Nodes as the last look found them, by id. */
  get nodes(): ReadonlyMap<string, LocalNode> {
    return this.locals;
  }

  /** Stops deciding and waits for the steps at work. */
  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    this.unwatch();
    await this.passing;
    await Promise.all(this.running.values());
  }

  private async pass(): Promise<void> {
    this.locals = new Map((await this.parts.runtime.list()).map((node) => [node.nodeId, node]));
    for (const wish of this.parts.desired.current?.nodes ?? []) this.consider(wish);
    this.changed();
  }

  private consider(wish: DesiredNode): void {
    const { nodeId, generation } = wish;
    if (this.closed || this.running.has(nodeId) || this.running.size >= LIMITS.stepsAtOnceMax) return;
    const work = this.workOf(nodeId);
    if (work.generation === generation && Date.now() < work.retryAtMs) return;
    if (work.generation !== generation) this.set(nodeId, { generation, tries: 0, retryAtMs: 0, problem: undefined });
    const steps = this.plan(wish);
    if (steps.length === 0) return this.settle(nodeId);
    const job = this.run(wish, steps).finally(() => {
      this.running.delete(nodeId);
      this.kick();
    });
    this.running.set(nodeId, job);
  }

  private plan(wish: DesiredNode): readonly Step[] {
    try {
      return planNode({
        wish,
        wanted: wantedSpec(this.parts, wish),
        local: this.locals.get(wish.nodeId),
        peersCurrent: this.workOf(wish.nodeId).peers === JSON.stringify(wish.peers),
        keysHere: this.parts.keys.destroyable(wish),
      });
    } catch (error) {
      this.fail(wish, asFailure(error));
      return [];
    }
  }

  private async run(wish: DesiredNode, steps: readonly Step[]): Promise<void> {
    try {
      for (const step of steps) {
        this.set(wish.nodeId, { doing: step.kind });
        this.changed();
        await perform(this.parts, step);
        if (step.kind === 'prepare' || step.kind === 'peers') this.set(wish.nodeId, { peers: JSON.stringify(wish.peers) });
      }
      this.parts.log.info({ nodeId: wish.nodeId, did: steps.map((step) => step.kind) }, 'node is as wished');
      this.done(wish, steps);
    } catch (error) {
      this.fail(wish, asFailure(error));
    }
  }

  private fail(wish: DesiredNode, problem: Failure): void {
    const tries = this.workOf(wish.nodeId).tries + 1;
    this.parts.log.warn({ nodeId: wish.nodeId, code: problem.code, detail: problem.detail, tries }, 'a step failed');
    this.set(wish.nodeId, { doing: undefined, problem, tries, retryAtMs: Date.now() + backoffMs(tries, LIMITS.retryMs) });
  }

  /** A start counts as a try even when it worked, so that a node that falls over at once is started ever more slowly. */
  private done({ nodeId }: DesiredNode, steps: readonly Step[]): void {
    const started = steps.some((step) => step.kind === 'start');
    const tries = started ? this.workOf(nodeId).tries + 1 : 0;
    this.set(nodeId, { doing: undefined, problem: undefined, tries, retryAtMs: started ? Date.now() + backoffMs(tries, LIMITS.retryMs) : 0 });
  }

  /** Nothing to do. A node that stood long enough is given its quick restarts back. */
  private settle(nodeId: string): void {
    const { problem, tries, retryAtMs } = this.workOf(nodeId);
    const startedAtMs = this.locals.get(nodeId)?.startedAtMs ?? 0;
    if (Date.now() < Math.max(retryAtMs, startedAtMs + LIMITS.steadyAfterMs)) return;
    if (problem || tries > 0) this.set(nodeId, { problem: undefined, tries: 0 });
  }

  private set(nodeId: string, change: Partial<Work>): void {
    this.work.set(nodeId, { ...this.workOf(nodeId), ...change });
    if (change.retryAtMs) setTimeout(() => this.kick(), change.retryAtMs - Date.now() + 1).unref();
  }
}
