import type { ValidateFunction } from 'ajv/dist/2020';
import type { AgentToControl, EnrolRequest, RenewRequest } from '@bystack/api';
import { fail } from '../../platform/errors';
import { compileShape, parseShallowJson } from '../../platform/http';

/** What agents may say. They are authenticated, not trusted: a host taken over must not be able to confuse us. */
const text = (maxLength: number) => ({ type: 'string', maxLength, pattern: '^[^\\u0000]*$' });
const name = text(200);
const hex = (bytes: number): object => ({ type: 'string', pattern: `^[0-9a-f]{${2 * bytes}}$` });
const hex32 = hex(32);
const whole = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const record = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
});
const list = (items: object, maxItems: number) => ({ type: 'array', items, maxItems });

const problem = record({ code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,63}$' }, detail: text(2000) });
const facts = record(
  {
    name,
    agentVersion: name,
    runtime: { enum: ['process', 'docker'] },
    runtimeTrouble: text(2000),
    auditTrouble: text(2000),
    platform: name,
    cpus: whole,
    memoryBytes: whole,
    diskFreeBytes: whole,
    nodesMax: { type: 'integer', minimum: 0, maximum: 10_000 },
    softwareVersions: list(name, 100),
  },
  ['runtimeTrouble', 'auditTrouble'],
);
const competition = record({ threads: whole, threadsMax: whole, hashesPerSecond: whole, work: { type: 'string', pattern: '^[0-9]{1,78}$' }, headTimeMs: whole, bestHeight: whole, finalDepth: whole }, ['headTimeMs']);
const committee = record({ epoch: whole, seats: { type: 'integer', minimum: 1, maximum: 100_000 }, place: { anyOf: [whole, { type: 'null' }] } });
const status = record(
  {
    headHeight: whole,
    finalHeight: whole,
    finalBlockId: name,
    finalTimeMs: whole,
    peersConnected: whole,
    peersKnown: whole,
    rssBytes: whole,
    syncing: { type: 'boolean' },
    committee,
    competition,
    trouble: text(2000),
  },
  ['committee', 'competition', 'trouble'],
);
const node = record(
  {
    nodeId: name,
    chainId: name,
    state: { enum: ['absent', 'preparing', 'starting', 'running', 'stopping', 'stopped', 'failed', 'removing'] },
    generation: whole,
    nodeKey: name,
    address: name,
    runtimeRef: name,
    startedAtMs: whole,
    restarts: whole,
    status,
    problem,
    observedAtMs: whole,
  },
  ['address', 'runtimeRef', 'startedAtMs', 'status', 'problem'],
);
const spare = record(
  {
    nodeKey: hex32,
    votingKey: hex32,
    proofOfPossession: hex(64),
    bls: record({ votingKey: hex(48), proofOfPossession: hex(96) }),
    address: { ...name, pattern: '^[\\w.:\\[\\]-]{1,190}:\\d{1,5}$' },
  },
  ['bls'],
);
const id = text(64);
const body = { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' };
const auditHeadKept = { anyOf: [record({ incarnation: name, sequence: whole, hash: hex32 }), { type: 'null' }] };
const kinds: Record<AgentToControl['kind'], object> = {
  hello: record(
    { protocol: whole, facts, incarnationSeen: { anyOf: [name, { type: 'null' }] }, revisionApplied: whole, auditHeadKept },
    ['auditHeadKept'],
  ),
  facts: record({ facts }),
  observed: record({ complete: { type: 'boolean' }, revisionApplied: whole, nodes: list(node, 10_000) }),
  spares: record({ keys: list(spare, 1000) }),
  response: record({
    id,
    status: { type: 'integer', minimum: 100, maximum: 599 },
    headers: { type: 'object', additionalProperties: text(8192), maxProperties: 100 },
    bodyBase64: body,
  }),
  chunk: record({ id, bodyBase64: body }),
  end: record({ id, problem }, ['problem']),
  pong: record({ nonce: whole }),
};

const checks = new Map(Object.entries(kinds).map(([kind, schema]) => [kind, compileShape(schema)]));
const checkEnrol = compileShape(record({ secret: text(200), csrPem: text(16_384), facts }));
const checkRenew = compileShape(record({ csrPem: text(16_384) }));

/** @returns undefined for anything that is not a message of the conversation. */
export function readAgentMessage(frame: string): AgentToControl | undefined {
  const value = parseShallowJson(frame) as AgentToControl | null | undefined;
  return typeof value?.kind === 'string' && checks.get(value.kind)?.(value) ? value : undefined;
}

export function readEnrolRequest(value: unknown): EnrolRequest {
  return expectValid<EnrolRequest>(checkEnrol, value);
}

export function readRenewRequest(value: unknown): RenewRequest {
  return expectValid<RenewRequest>(checkRenew, value);
}

function expectValid<T>(check: ValidateFunction, value: unknown): T {
  if (check(value)) return value as T;
  return fail('INVALID_REQUEST', { field: check.errors?.[0]?.instancePath ?? '' });
}
