import { counter } from '@bystack/chain-core/testing/counter-module';
import { FLIGHTY } from '@bystack/chain-core/testing/flighty-module';
import { MARKETS } from '@bystack/chain-core/testing/markets';
import { counterAgain, ponder } from '@bystack/chain-core/testing/ponder-module';
import { MODULES } from '../../apps/chain-node/src/registry.generated';

// The node program with modules that only tests have: one that breaks down on request, some that leave things running, one that promises its answers, and markets that take each other's place.
(MODULES as unknown[]).push(counter, counterAgain, ponder, ...FLIGHTY, ...MARKETS);
// eslint-disable-next-line @typescript-eslint/no-require-imports
require('../../apps/chain-node/src/main');
