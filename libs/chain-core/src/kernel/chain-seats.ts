import type { ActiveModule } from '../module/active-module';
import type { ModuleResolver } from '../module/active-modules';
import type { ReadView } from '../module/definition/stores';
import { StoreReadView } from '../module/store-view';
import { invariant, Refusal } from '../primitives/refusal';
import type { GenesisDocument } from '../protocol/genesis';
import type { ProtocolRange } from '../protocol/protocol-versions';
import type { Committee } from '../protocol/vote';
import type { KeyValueSource } from '../state/key-value-source';
import { toHex } from '../primitives/bytes';
import { isOfModules, type ModuleProposal, type Proposal } from './change';
import { readForce, readMigrating } from './force';
import { keptChanges, swapsModule } from './module-plan';
import { planModules } from './plan-modules';
import { refuseUnrunnable } from './refuse-plan';
import { committeeOf } from './committees';
import { protocolsOf } from './announce-protocols';
import { votesNeeded } from './policy';
import { newcomersOf, readProposals } from './proposals';
import { readEvidence } from './report-equivocation';
import { readRules, type DueRule } from './rules';
import { readEpoch, readSeats, type EpochRecord } from './stores';

/** What a node reads of the kernel in one state. */
export class ChainSeats {
  readonly #state: ReadView;
  readonly #genesis: GenesisDocument;

  constructor(kernel: ActiveModule, source: KeyValueSource) {
    this.#state = new StoreReadView(kernel, source);
    this.#genesis = kernel.params as unknown as GenesisDocument;
  }

  epoch(): EpochRecord {
    return readEpoch(this.#state, this.#genesis);
  }

  /** The committee that certifies the blocks after this state, or that of an earlier epoch. */
  committee(epoch = this.epoch().epoch): Committee {
    const committee = committeeOf(this.#state, epoch, this.#genesis);
    invariant(committee !== undefined, `the committee of epoch ${epoch} is known`);
    return committee;
  }

  /** Number of the seat of a node, hex. */
  numberOf(nodeKey: string): number | undefined {
    return readSeats(this.#state).find(({ seat }) => seat.nodeKey === nodeKey)?.number;
  }

  /** Validators whose approval decides about a change of seats, whatever share must have voted. */
  approvalsNeeded(): number {
    const { needed, quorum } = votesNeeded({ state: this.#state, params: this.#genesis }, []);
    return Math.max(needed, quorum);
  }

  /** Node keys that may connect: of seats, of those a proposal would make validators, and of the committee before, which must be able to finish and follow. */
  nodeKeys(): ReadonlySet<string> {
    const { epoch } = this.epoch();
    const before = epoch === 0 ? [] : this.committee(epoch - 1).seats.map(({ nodeKey }) => toHex(nodeKey));
    const newcomers = readProposals(this.#state).flatMap((proposal) => newcomersOf(this.#state, proposal));
    return new Set([...readSeats(this.#state).map(({ seat }) => seat.nodeKey), ...newcomers, ...before]);
  }

  /** Proposals that would make this node a validator and that it has not confirmed yet. */
  unconfirmed(nodeKey: string): readonly Proposal[] {
    return readProposals(this.#state).filter((proposal) => newcomersOf(this.#state, proposal).includes(nodeKey) && !proposal.confirmed.includes(nodeKey));
  }

  /** Whether records are being carried over, or the first of them are about to be. */
  isMigrating(): boolean {
    const force = readForce(this.#state);
    return force?.due !== undefined && readMigrating(this.#state)?.isDone !== true;
  }

  /** Proposals of a new module that this validator's node has not shown to have. */
  unconfirmedSwaps(nodeKey: string): readonly ModuleProposal[] {
    const swaps = readProposals(this.#state).filter(isOfModules).filter(({ changes }) => swapsModule(changes));
    const seat = swaps.length === 0 ? undefined : this.numberOf(nodeKey);
    return seat === undefined ? [] : swaps.filter(({ able }) => !able?.includes(seat));
  }

  /** Why this software could not run the chain with what a proposal leads to; undefined: it could. */
  whyUnrunnable(resolver: ModuleResolver, proposal: ModuleProposal): Refusal | undefined {
    const context = { state: this.#state, resolver, assets: this.#genesis.assets };
    try {
      refuseUnrunnable(context, planModules(context, keptChanges(this.#state, proposal)));
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  /** Version of the protocol that the blocks after this state are made by, and what is about to take its place. */
  protocol(): { readonly version: number; readonly firstHeight: number; readonly due?: DueRule } {
    const { protocols, due } = readRules(this.#state, this.#genesis);
    return { ...protocols.at(-1)!, ...(due && { due }) };
  }

  /** What the chain holds of the versions that a seat's node runs; undefined: the node has no seat. */
  protocolsOf(nodeKey: string): ProtocolRange | undefined {
    const seat = this.numberOf(nodeKey);
    return seat === undefined ? undefined : protocolsOf(this.#state, this.#genesis, seat);
  }

  isBlamed(epoch: number, place: number): boolean {
    return readEvidence(this.#state, epoch, place) !== undefined;
  }
}
