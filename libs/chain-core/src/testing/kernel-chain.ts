import { canonicalText, parseCanonicalJson } from '../codec/json';
import { queryModule, type BuiltBlock } from '../execution';
import { ChainSeats, type Change } from '../kernel';
import type { Json } from '../primitives/json';
import { callOf, LedgerChain } from './ledger-chain';

/** Four validators, whose nodes' keys are `test node 0` to `3`. */
export class KernelChain extends LedgerChain {
  /** What the newest block said at its end. */
  said: readonly { readonly name: string; readonly data: Json }[] = [];

  override build(...given: Parameters<LedgerChain['build']>): BuiltBlock {
    const built = super.build(...given);
    this.said = built.execution.blockResult.events.map(({ name, data }) => ({ name, data: parseCanonicalJson(data) }));
    return built;
  }
  give(seat: number | string, command: string, payload: Json): string {
    const actor = typeof seat === 'string' ? seat : `test node ${seat}`;
    return this.advance([this.sign({ calls: [callOf(actor, 'kernel', command, canonicalText(payload))] }, actor)])[0]!;
  }
  propose(seat: number, ...changes: Change[]): string {
    return this.give(seat, 'propose-change', { changes } as unknown as Json);
  }
  approve(change: number, ...seats: number[]): string[] {
    return seats.map((seat) => this.give(seat, 'approve-change', { change }));
  }
  pass(blocks: number): void {
    for (let i = 0; i < blocks; i += 1) this.advance([]);
  }
  ask<T = Json>(query: string, args: Json = {}): T {
    const { chainId, modules } = this.executor;
    return queryModule({ modules, chainId, height: this.head.header.height, timeMs: this.timeMs }, this.head.state, { module: 'kernel', query, args }) as T;
  }
  get seats(): ChainSeats {
    return new ChainSeats(this.executor.modules.kernel!, this.head.state);
  }
  get labels(): string[] {
    return this.ask<{ seats: { label: string }[] }>('committee').seats.map(({ label }) => label);
  }
}
