import type { ModuleCard } from '@bystack/api';
import { kernelDefinition } from '@bystack/chain-core/kernel';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { cardOf } from './module-card';

/** What every chain with a committee can do about itself, as a card. It is in no slot, so no blueprint names it. */
export const KERNEL_CARD: ModuleCard = cardOf(kernelDefinition(new ModuleRegistry([])) as unknown as ModuleDefinition);
