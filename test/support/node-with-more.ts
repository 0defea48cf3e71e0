import { MODULES } from '../../apps/chain-node/src/registry.generated';
import { MORE_MODULES } from './more-modules';

// The node program with more modules.
(MODULES as unknown[]).push(...MORE_MODULES);
// eslint-disable-next-line @typescript-eslint/no-require-imports
require('../../apps/chain-node/src/main');
