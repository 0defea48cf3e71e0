import type { QueryAnswer } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { CHAIN_NODE } from '../limits';
import { json } from './answer';
import type { Answer } from './answer';
import { anchorParameter, hexInPath, integerParameter } from './parameters';
import { parseBody, readBody } from './read-body';
import type { RouteContext } from './route';

/** A module's query, answered from the newest final state, by the rules in force or those of an earlier set of modules. */
export async function postQuery({ node, path, query, request }: RouteContext): Promise<Answer> {
  const args = parseBody(await readBody(request, CHAIN_NODE.bodyBytesMax));
  const set = query.has('set') ? integerParameter(query, 'set', { min: 0, max: 0xffffffff, otherwise: 0 }) : undefined;
  const { height, answer } = node.answers.query(path[0]!, path[1]!, args, set);
  return json({ height, answer: await answer } satisfies QueryAnswer);
}

/** One entry of a module's store with everything needed to check it, or its absence, against the genesis document. */
export function getState({ node, path }: RouteContext): Answer {
  const { height, value, proof, header, certificate } = node.answers.stateAt(path[0]!, path[1]!, hexInPath(path[2]!, 'keyHex', LIMITS.storeKeyBytesMax));
  return json({ height, value: value === undefined ? null : toHex(value), proof: toHex(proof), header: toHex(header), certificate: toHex(certificate) });
}

/** The same as one file, with all that makes it hold offline. */
export async function getStateProof({ node, path, query }: RouteContext): Promise<Answer> {
  return json(await node.answers.stateEvidence(path[0]!, path[1]!, hexInPath(path[2]!, 'keyHex', LIMITS.storeKeyBytesMax), anchorParameter(query)));
}
