import type { Command } from '../command';
import { abilityCommands } from './abilities';
import { assetCommands } from './assets';
import { auditCommands } from './audit';
import { badgeCommands } from './badges';
import { catalogueCommands } from './catalogue';
import { exportCommands } from './chain';
import { typeCommands } from './chain-types';
import { chainCommands } from './chains';
import { checkpointCommands } from './checkpoint';
import { governanceCommands } from './governance';
import { keyCommands } from './keys';
import { loginCommands } from './login';
import { memberCommands } from './members';
import { moduleCommands } from './modules';
import { nodeCommands } from './nodes';
import { recoveryCommands } from './recovery';
import { submitCommands } from './submit';
import { transactionCommands } from './transaction';
import { verifyCommands } from './verify';

/** Every command, in the order of `bystack --help`. */
export const COMMANDS: readonly Command[] = [...loginCommands, ...catalogueCommands, ...moduleCommands, ...chainCommands, ...governanceCommands, ...nodeCommands, ...recoveryCommands, ...abilityCommands, ...typeCommands, ...submitCommands, ...transactionCommands, ...assetCommands, ...verifyCommands, ...checkpointCommands, ...exportCommands, ...memberCommands, ...keyCommands, ...badgeCommands, ...auditCommands];
