import type { AnyModule } from '../../../module/active-module';
import type { Json } from '../../../primitives/json';
import type { SealedBlock } from '../../../protocol/block';
import { greedy } from '../../greedy-module';
import { KernelChain } from '../../kernel-chain';
import { market } from '../../market-module';
import { pool } from '../../pool-module';

const MODULES = [pool, greedy, market] as unknown as readonly AnyModule[];
const NEXT = { ...market, version: '2.0.0' } as unknown as AnyModule;
const BLOCKS_UNTIL_REPLACED_MAX = 20;

/** Modules that spend and make outputs, rightly and not, and the next version of one of them. */
export class EffectsChain extends KernelChain {
  readonly blocks: SealedBlock[] = [];

  constructor() {
    super([...MODULES, NEXT], { modules: MODULES.map(({ name, version }) => ({ name, version, params: {} })) });
  }
  override build(...given: Parameters<KernelChain['build']>): ReturnType<KernelChain['build']> {
    const built = super.build(...given);
    this.blocks.push(built.block);
    return built;
  }
  /** The market makes way for its next version, which has another space. */
  replaceMarket(): void {
    const by = { name: NEXT.name, version: NEXT.version, parameters: {} };
    this.give(0, 'propose-change', { changes: [{ kind: 'swap-module', module: 'market', by }], atHeight: 0 } as unknown as Json);
    for (const seat of [0, 1, 2]) this.give(seat, 'confirm-modules', { change: 1 });
    this.approve(1, 1, 2);
    for (let block = 0; block < BLOCKS_UNTIL_REPLACED_MAX && !this.said.some(({ name }) => name === 'modules-changed'); block += 1) this.pass(1);
  }
}
