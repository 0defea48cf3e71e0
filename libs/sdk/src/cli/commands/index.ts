import type { Command } from '../command';
import { auditCommands } from './audit';
import { catalogueCommands } from './catalogue';
import { exportCommands } from './chain';
import { chainCommands } from './chains';
import { checkpointCommands } from './checkpoint';
import { keyCommands } from './keys';
import { loginCommands } from './login';
import { nodeCommands } from './nodes';
import { submitCommands } from './submit';
import { verifyCommands } from './verify';

/** Every command, in the order of `bystack --help`. */
export const COMMANDS: readonly Command[] = [...loginCommands, ...catalogueCommands, ...chainCommands, ...nodeCommands, ...submitCommands, ...verifyCommands, ...checkpointCommands, ...exportCommands, ...keyCommands, ...auditCommands];
