import { counter } from '@bystack/chain-core/testing/counter-module';
import { MODULES } from '../../apps/chain-node/src/registry.generated';

// The node program with one more module, which breaks down on request.
(MODULES as unknown[]).push(counter);
// eslint-disable-next-line @typescript-eslint/no-require-imports
require('../../apps/chain-node/src/main');
