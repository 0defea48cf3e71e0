import { ChainSeats } from '../kernel';
import type { ActiveModule } from '../module/active-module';
import type { GenesisDocument } from '../protocol/genesis';
import { rangeOf, type ProtocolRules, type Protocols } from '../protocol/protocol-versions';
import type { KeyValueSource } from '../state/key-value-source';
import { ProtocolMissing } from './errors';

/** Finds the version of the protocol that the block after another is made by: genesis', unless the state says otherwise. */
export class ProtocolInForce {
  readonly #known = new WeakMap<KeyValueSource, ProtocolRules>();

  constructor(
    private readonly genesis: GenesisDocument,
    /** Undefined where nobody votes: there the version never changes. */
    private readonly kernel: ActiveModule | undefined,
    private readonly protocols: Protocols,
  ) {}

  /** @param state after a block: which version the next one is made by @throws ProtocolMissing */
  after(state: KeyValueSource): ProtocolRules {
    const known = this.#known.get(state);
    if (known !== undefined) return known;
    const { version, firstHeight } = this.kernel === undefined ? { version: this.genesis.protocolVersion, firstHeight: 0 } : new ChainSeats(this.kernel, state).protocol();
    const rules = this.protocols.find((it) => it.version === version);
    if (rules === undefined) throw new ProtocolMissing(version, firstHeight, rangeOf(this.protocols));
    this.#known.set(state, rules);
    return rules;
  }
}
