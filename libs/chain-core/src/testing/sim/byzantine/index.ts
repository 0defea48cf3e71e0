export type { Byzantine, ByzantineFactory, ByzantineParts } from './byzantine';
import type { ByzantineFactory } from './byzantine';
import { badBuilder } from './bad-builder';
import { badSigner } from './bad-signer';
import { conflicter } from './conflicter';
import { doubleVoter } from './double-voter';
import { equivocator } from './equivocator';
import { heightLiar } from './height-liar';
import { idleLeader } from './idle-leader';
import { lateJoiner } from './late-joiner';
import { liar } from './liar';
import { lyingGateway } from './lying-gateway';
import { replayer } from './replayer';
import { silentGateway } from './silent-gateway';
import { slowGateway } from './slow-gateway';
import { withholder } from './withholder';

/** Every way a seat can misbehave here, by name. */
export const BYZANTINE: Readonly<Record<string, ByzantineFactory>> = {
  equivocator,
  'double-voter': doubleVoter,
  'bad-builder': badBuilder,
  'bad-signer': badSigner,
  conflicter,
  'idle-leader': idleLeader,
  'lying-gateway': lyingGateway,
  'silent-gateway': silentGateway,
  'slow-gateway': slowGateway,
  withholder,
  replayer,
  liar,
  'height-liar': heightLiar,
  'late-joiner': lateJoiner,
};
