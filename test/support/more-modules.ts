import type { AnyModule } from '@bystack/chain-core/module/active-module';
import { counter } from '@bystack/chain-core/testing/counter-module';
import { FLIGHTY } from '@bystack/chain-core/testing/flighty-module';
import { MARKETS } from '@bystack/chain-core/testing/markets';
import { counterAgain, ponder } from '@bystack/chain-core/testing/ponder-module';

/** Modules that only tests have: one that breaks down on request, one that promises its answers, some that leave things running, and markets that take each other's place. */
export const MORE_MODULES = [counter, counterAgain, ponder, ...FLIGHTY, ...MARKETS] as unknown as readonly AnyModule[];
