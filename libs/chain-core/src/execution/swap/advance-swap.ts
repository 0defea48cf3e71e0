import { isOfModules, type ModuleProposal, type Proposal } from '../../kernel/change';
import { spacesOf } from '../../kernel/cancel';
import { conclude } from '../../kernel/conclude';
import { enterModules, readForce, readMigrating, rested, writeForce, writeMigrating, type Force, type Migrating } from '../../kernel/force';
import { refuseHeld } from '../../kernel/refuse-plan';
import { idOf } from '../../kernel/renewal';
import { keepPackages } from '../../kernel/propose-modules';
import { readProposal } from '../../kernel/proposals';
import { heldBy } from '../../kernel/held';
import { modulesEntering } from '../../kernel/take-over';
import type { ActiveModule } from '../../module/active-module';
import type { BlockScope } from '../../module/contexts';
import type { EventQueue } from '../../module/event-queue';
import { StoreWriteBatch } from '../../module/store-view';
import type { Work } from '../../module/work';
import type { JsonObject } from '../../primitives/json';
import { invariant, Refusal } from '../../primitives/refusal';
import type { GenesisDocument } from '../../protocol/genesis';
import { Overlay } from '../../state/overlay';
import { prefixEnd } from '../../state/store-key';
import { toOutcome } from '../to-outcome';
import { migrate } from './migrate';
import { beginWith, swapPlan, type SwapPlan } from './swap-plan';

/** Entries of an abandoned space that one block deletes. */
const EMPTIED_MAX = 512;

/** What the chain does about its modules at the end of a block, after everything else in it. Costs one look at the state where nothing was ever changed. */
export function* advanceSwap(scope: BlockScope, block: Overlay, queue: EventQueue): Work<void> {
  const state = new StoreWriteBatch(scope.modules.kernel!, block);
  const force = readForce(state);
  if (force?.due !== undefined) yield* change(scope, block, queue, readProposal(state, force.due.change));
  else if (force !== undefined && force.emptying.length > 0) empty(state, block, force);
}

/** A step of the change that is due, or its end without effect: then nothing of the step is left. */
function* change(scope: BlockScope, block: Overlay, queue: EventQueue, proposal: Proposal): Work<void> {
  invariant(isOfModules(proposal), 'a change of modules is due');
  const step = new SwapStep(scope, block, queue, proposal);
  const before = queue.events.length;
  try {
    yield* step.run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    queue.events.length = before;
    step.fail(error);
  }
}

class SwapStep {
  private readonly kernel: ActiveModule;

  constructor(
    private readonly scope: BlockScope,
    private readonly block: Overlay,
    private readonly queue: EventQueue,
    private readonly proposal: ModuleProposal,
  ) {
    this.kernel = scope.modules.kernel!;
  }

  *run(): Work<void> {
    const overlay = new Overlay(this.block);
    const state = new StoreWriteBatch(this.kernel, overlay);
    const force = readForce(state)!;
    const { assets } = this.kernel.params as unknown as GenesisDocument;
    const plan = swapPlan({ state, resolver: this.scope.modules.resolver, assets }, force, this.proposal);
    const before = readMigrating(state) ?? (yield* this.begin(overlay, plan));
    const migrating = yield* migrate(this.scope, this.block, overlay, plan, before);
    if (!before.isDone && migrating.isDone) this.emit('migration-ended', { change: this.proposal.id, entries: migrating.entries, blocks: this.scope.height - migrating.firstHeight + 1 });
    if (migrating.isDone && this.scope.height >= force.due!.lastHeight) this.enter(state, force, plan);
    else writeMigrating(state, migrating);
    overlay.writeTo(this.block);
  }

  /** New modules begin; then records follow. */
  private *begin(overlay: Overlay, plan: SwapPlan): Work<Migrating> {
    const { renewing } = plan;
    yield* beginWith(this.scope, overlay, plan);
    for (const { from, to } of renewing) this.emit('migration-began', { change: this.proposal.id, module: to.name, from: idOf(from), to: idOf(to) });
    return { change: this.proposal.id, module: 0, store: 0, entries: 0, firstHeight: this.scope.height, isDone: renewing.length === 0 };
  }

  /** Takes the same time however many records there are. */
  private enter(state: StoreWriteBatch, force: Force, plan: SwapPlan): void {
    const { height } = this.scope;
    refuseHeld(state, plan);
    this.sayTakenOver(state, plan);
    const changesModules = this.proposal.changes.some(({ kind }) => kind !== 'publish-package' && kind !== 'retire-package');
    conclude(this.context(state), this.proposal, { outcome: 'took-effect', firstHeight: height + 1 });
    keepPackages(state, plan);
    const entered = changesModules ? enterModules(state, force, modulesEntering(state, this.scope.modules.resolver, plan.active.choices(), plan), height) : rested(force);
    writeForce(state, entered);
    writeMigrating(state, undefined);
    this.emit('modules-changed', { change: this.proposal.id, set: entered.set, firstHeight: height + 1 });
  }

  private sayTakenOver(state: StoreWriteBatch, { renewals }: SwapPlan): void {
    for (const { from, to, takesOver } of renewals) {
      const { shared } = heldBy(state, from);
      if (takesOver && shared > 0) this.emit('outputs-taken-over', { change: this.proposal.id, from: idOf(from), to: idOf(to), outputs: shared });
    }
  }

  /** The old modules stay; what the migration had made is of no use. */
  fail(refusal: Refusal): void {
    const state = new StoreWriteBatch(this.kernel, this.block);
    const force = readForce(state)!;
    const outcome = toOutcome(0, refusal);
    const why = { code: refusal.code, facts: outcome.kind === 'refused' ? (outcome.facts as JsonObject) : {} };
    conclude(this.context(state), this.proposal, { outcome: 'failed', ...why });
    writeMigrating(state, undefined);
    writeForce(state, { ...rested(force), emptying: [...force.emptying, ...spacesOf(this.proposal)] });
    this.emit('change-failed', { change: this.proposal.id, ...why });
  }

  private context(state: StoreWriteBatch) {
    const { height, timeMs } = this.scope;
    return { state, params: this.kernel.params as unknown as GenesisDocument, height, timeMs };
  }

  /** One too many for the block is left out, as it is everywhere. */
  private emit(event: string, data: JsonObject): void {
    if (!this.queue.isFull) this.queue.add(this.kernel, event, data);
  }
}

function empty(state: StoreWriteBatch, block: Overlay, force: Force): void {
  const [space, ...others] = force.emptying as readonly [string, ...string[]];
  const prefix = String.fromCharCode(space.length) + space;
  const entries = block.range({ from: prefix, to: prefixEnd(prefix)!, limit: EMPTIED_MAX });
  for (const [key] of entries) block.delete(key);
  if (entries.length < EMPTIED_MAX) writeForce(state, { ...force, emptying: others });
}
