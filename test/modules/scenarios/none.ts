import { none } from '@bystack/modules-crosschain';
import type { ModuleScenario } from '@bystack/chain-core/testing/contract';

export const noneScenario: ModuleScenario = { module: none, params: {}, steps: [] };
