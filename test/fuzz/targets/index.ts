import type { FuzzTarget } from '../target';
import { DISK_TARGETS } from './disk';
import { ENGINE_TARGETS } from './engine';
import { EVIDENCE_TARGETS } from './evidence';
import { IDENTITY_TARGETS } from './identity';
import { OPEN_ENGINE_TARGETS } from './open-engine';
import { PROTOCOL_TARGETS } from './protocol';
import { WIRE_TARGETS } from './wire';

/** Every decoder of chain-core, and those of modules that read what other programs wrote; `decoders.test.ts` sees to it that none is missing. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [...PROTOCOL_TARGETS, ...WIRE_TARGETS, ...DISK_TARGETS, ...EVIDENCE_TARGETS, ...ENGINE_TARGETS, ...OPEN_ENGINE_TARGETS, ...IDENTITY_TARGETS];
