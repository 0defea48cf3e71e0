export type { Byzantine, ByzantineFactory, ByzantineParts } from './byzantine';
import type { ByzantineFactory } from './byzantine';
import { badBuilder } from './bad-builder';
import { badSigner } from './bad-signer';
import { conflicter } from './conflicter';
import { doubleVoter } from './double-voter';
import { equivocator } from './equivocator';
import { idleLeader } from './idle-leader';
import { liar } from './liar';
import { replayer } from './replayer';
import { withholder } from './withholder';

/** Every way a seat can misbehave here, by name. */
export const BYZANTINE: Readonly<Record<string, ByzantineFactory>> = {
  equivocator,
  'double-voter': doubleVoter,
  'bad-builder': badBuilder,
  'bad-signer': badSigner,
  conflicter,
  'idle-leader': idleLeader,
  withholder,
  replayer,
  liar,
};
