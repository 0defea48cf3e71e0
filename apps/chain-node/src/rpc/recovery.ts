import type { RecoveryView } from '@bystack/api';
import { json } from './answer';
import type { Answer } from './answer';
import type { RouteContext } from './route';

export function getRecovery({ node }: RouteContext): Answer {
  return json(node.recovery.view satisfies RecoveryView);
}

/** Nothing takes this back in this epoch: whoever asks must know that every node was restored. */
export function postPrepare({ node }: RouteContext): Answer {
  node.recovery.prepare();
  return json(node.recovery.view satisfies RecoveryView);
}

/** The end of the epoch is on its way; whether it came shows in the status. */
export function postStart({ node }: RouteContext): Answer {
  node.recovery.start();
  return json(node.recovery.view satisfies RecoveryView, 202);
}
