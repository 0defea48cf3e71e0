import type { RehearsalRun, SubmitAnswer, SubmitJson } from '@bystack/api';
import type { RehearsalStanding } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { CHAIN_NODE } from '../limits';
import { committeeView } from '../views/committee-view';
import { json } from './answer';
import type { Answer } from './answer';
import { integerParameter, invalid } from './parameters';
import { parseBody, readBody } from './read-body';
import type { RouteContext } from './route';

export function getCommittee({ node }: RouteContext): Answer {
  return json(committeeView(node));
}

/** Whoever may speak to this node may speak for its seat. What the command is refused for is judged by the chain. */
export async function postCommand({ node, path, request }: RouteContext): Promise<Answer> {
  const payload = parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax));
  const { txId } = node.give(path[0]!, payload);
  return json({ txId: toHex(txId), state: 'pending' } satisfies SubmitAnswer, 202);
}

/** For who must know that the command counts once, whatever dies: the bytes are kept, and sent until they are final. */
export async function postSignedCommand({ node, path, request }: RouteContext): Promise<Answer> {
  const payload = parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax));
  return json({ transaction: toHex(node.sign(path[0]!, payload)) } satisfies SubmitJson);
}

/** A voting key for this node's seat: a fresh one, or one of another scheme. The key itself stays here. */
export async function postSignedKeyChange({ node, request }: RouteContext): Promise<Answer> {
  const { scheme } = parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax)) as { scheme?: unknown };
  if (scheme !== 'ed25519' && scheme !== 'bls') invalid('/scheme', 'scheme must be ed25519 or bls');
  return json({ transaction: toHex(node.signKeyChange(scheme)) } satisfies SubmitJson);
}

/** Tries changes of modules out, which takes as long as there are records to carry over: whoever asks looks again. */
export async function postRehearsal({ node, request }: RouteContext): Promise<Answer> {
  return json(runView(node.rehearse(parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax)))), 202);
}

export function getRehearsal({ node, path }: RouteContext): Answer {
  return json(runView(node.rehearsal(path[0]!)));
}

function runView(standing: RehearsalStanding): RehearsalRun {
  return { ...standing, report: standing.report ?? null };
}

export function getHandOvers({ node, query }: RouteContext): Answer {
  return json(node.answers.handOvers(integerParameter(query, 'from', { min: 0, max: 0xffffffff, otherwise: 0 })));
}
