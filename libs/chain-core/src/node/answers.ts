import { perform, querying, type Eventual, type Executor } from '../execution';
import type { StateEvidence, StateQuestionParts, WorkStateEvidence } from '../light';
import type { ActiveModules } from '../module/active-modules';
import type { Bytes } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { SealedBlock } from '../protocol/block';
import { epochAfter } from '../protocol/epoch';
import type { HandOver } from '../protocol/receipt';
import { encodeStateProof } from '../state/proof';
import { fullKey } from '../state/store-key';
import { headersFrom } from './chain-of-work';
import { NODE } from './limits';
import type { NodeCore } from './node-core';

export interface StateAnswer {
  readonly height: number;
  readonly value: Bytes | undefined;
  /** Encoded StateProof against the header's state root. */
  readonly proof: Bytes;
  readonly header: Bytes;
  /** The header's own finality certificate; empty for genesis. */
  readonly certificate: Bytes;
}

export interface AnswersParts {
  readonly core: NodeCore;
  readonly executor: Executor;
  /** How that part of the node which takes part in the chain proves a state. */
  stateEvidence(asked: StateQuestionParts, block: SealedBlock, anchorHeight?: number): Promise<StateEvidence | WorkStateEvidence>;
}

/** What a node answers out of its newest final block: what its modules say, and what lies in the state, with proof. */
export class Answers {
  readonly #parts: AnswersParts;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  /** The modules in force after the newest final block. */
  get modules(): ActiveModules {
    return this.#parts.executor.modulesAfter(this.#parts.core.tree.final);
  }

  /** Those that a block of the past was executed with; of one that is not final yet, those in force. */
  modulesAt(height: number): ActiveModules {
    return this.modulesOfSet(this.#parts.executor.moduleSetAt(this.#parts.core.tree.final, height));
  }

  /** Modules by their set's number: those in force if none is given. @throws Refusal NO_SUCH_SET {set, newest} */
  modulesOfSet(set: number | undefined): ActiveModules {
    return set === undefined ? this.modules : this.#parts.executor.modulesOfSet(this.#parts.core.tree.final, set);
  }

  /**
   * Answered from the newest final state.
   * @param set number of a set of modules that was in force once: the answer is given by its rules, from what it has left behind
   * @throws Refusal of the executor or of the module.
   */
  query(module: string, query: string, args: Json, set?: number): { readonly height: number; readonly answer: Eventual<Json> } {
    const { block, state } = this.#parts.core.tree.final;
    const { height, timeMs } = block.header;
    return { height, answer: perform(querying({ modules: this.modulesOfSet(set), chainId: this.#parts.executor.chainId, height, timeMs }, state, { module, query, args })) };
  }

  /** Certified changes of the committee from an epoch on, as many as fit into one answer: with genesis they prove who decides now. */
  handOvers(fromEpoch: number): readonly HandOver[] {
    const { reader } = this.#parts.core;
    const present = epochAfter(reader.header(reader.finalHeight)!.header);
    return reader.handOvers(fromEpoch, Math.min(present, fromEpoch + NODE.handOversMax));
  }

  /** What lies, or does not lie, at a key of a module's store, with proof. @throws Refusal UNKNOWN_MODULE, UNKNOWN_STORE. */
  stateAt(module: string, store: string, key: Bytes): StateAnswer {
    const { space, number } = this.#placeOf(module, store);
    const full = fullKey(space, number, key);
    const { block, state } = this.#parts.core.tree.final;
    const proof = encodeStateProof(state.prove(Buffer.from(full, 'latin1')));
    return { height: block.header.height, value: state.get(full), proof, header: block.headerBytes, certificate: this.#parts.core.finalCertificate };
  }

  /** The same as a file that anybody can check with the genesis document alone. @throws Refusal as `stateAt` and `receipt`; STATE_NOT_CERTIFIED: no quorum has signed a state yet. */
  async stateEvidence(module: string, store: string, key: Bytes, anchorHeight?: number): Promise<StateEvidence | WorkStateEvidence> {
    const { block } = this.#parts.core.tree.final;
    const { value, proof } = this.stateAt(module, store, key);
    const { space, number } = this.#placeOf(module, store);
    return this.#parts.stateEvidence({ chainId: this.#parts.executor.chainId, module: space, store: number, key, value, proof }, block, anchorHeight);
  }

  /** What keys of a store begin with: a module that took another's place has stores of its own. */
  #placeOf(module: string, store: string): { readonly space: string; readonly number: number } {
    const active = this.modules.find(module) ?? refuse('UNKNOWN_MODULE', { module });
    const stores = active.definition.stores ?? {};
    const definition = Object.hasOwn(stores, store) ? stores[store] : undefined;
    return definition === undefined ? refuse('UNKNOWN_STORE', { module, store }) : { space: active.spaceName, number: definition.number };
  }

  /** Encoded headers from a height on, oldest first, up to the head: not all of them are of final blocks. */
  headers(from: number, limit: number): readonly Bytes[] {
    return headersFrom(from, limit, this.#parts.core);
  }
}
