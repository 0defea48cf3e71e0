import { openRecords } from '@bystack/modules-privacy';
import type { ModuleScenario } from '@bystack/chain-core/testing/contract';

export const openRecordsScenario: ModuleScenario = { module: openRecords, params: {}, steps: [] };
