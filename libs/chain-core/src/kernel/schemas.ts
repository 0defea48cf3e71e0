import type { JsonSchema } from '../module/definition/words';
import { GOVERNANCE, PROTOCOL_VERSION_MAX } from '../protocol/limits';
import { KERNEL_LIMITS } from './limits';

const object = (properties: JsonSchema, required = Object.keys(properties)): JsonSchema => ({ type: 'object', properties, required, additionalProperties: false });
const text: JsonSchema = { type: 'string', minLength: 1, maxLength: 256 };
const nodeKey: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const hex: JsonSchema = { type: 'string', pattern: '^[0-9a-f]+$', maxLength: 512 };
const integer: JsonSchema = { type: 'integer', minimum: 0 };
/** What a key of the kernel's stores is made of: beyond 32 bits it would name another one. */
const number: JsonSchema = { ...integer, maximum: 0xffffffff };
const role: JsonSchema = { enum: ['validator', 'member', 'observer', 'regulator'] };
const scheme: JsonSchema = { type: 'string', maxLength: 32 };
const protocolVersion: JsonSchema = { type: 'integer', minimum: 1, maximum: PROTOCOL_VERSION_MAX };
const keys = { votingKey: hex, proofOfPossession: hex };
const kind = (name: string): JsonSchema => ({ const: name });

const moduleName: JsonSchema = { type: 'string', maxLength: 64, pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' };
const version: JsonSchema = { type: 'string', maxLength: 32, pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' };
const packageName: JsonSchema = { type: 'string', minLength: 1, maxLength: 128 };
const anyObject: JsonSchema = { type: 'object' };

const policy = {
  approvalPercent: { ...integer, minimum: 1 }, quorumPercent: integer,
  expiryMs: { ...integer, maximum: GOVERNANCE.expiryMsMax }, delayBlocks: { ...integer, maximum: GOVERNANCE.delayBlocksMax },
};
const seat = object({ organisation: text, label: text, role, nodeKey, ...keys }, ['organisation', 'label', 'role', 'nodeKey']);
const change: JsonSchema = {
  type: 'object',
  discriminator: { propertyName: 'kind' },
  required: ['kind'],
  oneOf: [
    object({ kind: kind('add-seat'), seat }),
    object({ kind: kind('remove-seat'), seat: number }),
    object({ kind: kind('set-role'), seat: number, role, ...keys }, ['kind', 'seat', 'role']),
    object({ kind: kind('replace-keys'), seat: number, nodeKey, ...keys }, ['kind', 'seat', 'votingKey', 'proofOfPossession']),
    object({ kind: kind('set-consensus'), parameters: { type: 'object' } }),
    object({ kind: kind('set-parameters'), module: moduleName, parameters: anyObject }),
    object({ kind: kind('publish-package'), module: moduleName, content: anyObject }),
    object({ kind: kind('retire-package'), module: moduleName, package: packageName }),
    object({ kind: kind('swap-package'), module: moduleName, package: packageName }),
    object({ kind: kind('activate-protocol'), version: protocolVersion }),
    object({ kind: kind('cancel-change'), change: number }),
    object({ kind: kind('set-policy'), policy: { ...object(policy, []), minProperties: 1 } }),
    object({ kind: kind('swap-module'), module: moduleName, by: object({ name: moduleName, version, parameters: anyObject }), takesOver: { const: true } }, ['kind', 'module', 'by']),
  ],
};

const changes: JsonSchema = { type: 'array', items: change, minItems: 1, maxItems: KERNEL_LIMITS.changesMax };

export const PAYLOADS = {
  propose: object({ changes, note: { type: 'string', maxLength: 1000 }, atHeight: integer }, ['changes']),
  change: object({ change: number }),
  registerKeys: object({ scheme: { enum: ['ed25519', 'bls'] }, ...keys, authorisation: hex }, ['scheme', 'votingKey', 'proofOfPossession']),
  report: object({ first: hex, second: hex }),
  announce: object({ min: protocolVersion, max: protocolVersion }),
} as const;

export const ARGS = {
  none: object({}),
  epoch: object({ epoch: number }, []),
  outlook: object({ changes: { ...changes, minItems: 0 } }),
  change: object({ change: number }),
  set: object({ set: number }, []),
  package: object({ module: moduleName, package: packageName }),
  content: object({ change: number, place: number }),
  decided: object({ before: number }, []),
} as const;

const votes = { validators: integer, needed: integer, quorum: integer };
const counted = { validators: integer, quorum: integer, mayFail: integer };
const named = { epoch: integer, place: integer, seat: integer, organisation: text, label: text };

export const EVENTS = {
  'change-proposed': object({ change: integer, seat: integer, ...votes }),
  'change-supported': object({ change: integer, seat: integer, approvals: integer, ...votes }),
  'change-opposed': object({ change: integer, seat: integer, rejections: integer, ...votes }),
  'change-rejected': object({ change: integer, rejections: integer, ...votes }),
  'change-approved': object({ change: integer, lastHeight: integer, epoch: integer, ...counted }),
  'change-withdrawn': object({ change: integer }),
  'change-cancelled': object({ change: integer, by: integer }),
  'change-took-effect': object({ change: integer, epoch: integer, firstHeight: integer }),
  'change-failed': object({ change: integer, code: text, facts: { type: 'object' } }),
  'modules-approved': object({ change: integer, lastHeight: integer, renewed: integer }),
  'modules-confirmed': object({ change: integer, seat: integer, able: integer }),
  'migration-began': object({ change: integer, module: moduleName, from: text, to: text }),
  'migration-ended': object({ change: integer, entries: integer, blocks: integer }),
  'outputs-taken-over': object({ change: integer, from: text, to: text, outputs: integer }),
  'modules-changed': object({ change: integer, set: integer, firstHeight: integer }),
  'protocols-announced': object({ seat: integer, min: integer, max: integer }),
  'protocol-approved': object({ change: integer, version: integer, lastHeight: integer }),
  'protocol-activated': object({ change: integer, version: integer, firstHeight: integer }),
  'policy-approved': object({ change: integer, lastHeight: integer }),
  'policy-changed': object({ change: integer, approvalPercent: integer, quorumPercent: integer, expiryMs: integer, delayBlocks: integer }),
  'seat-confirmed': object({ change: integer, nodeKey, confirmed: integer }),
  'keys-registered': object({ seat: integer, scheme, votingKey: hex, lastHeight: integer }),
  'epoch-ended': object({ epoch: integer, lastHeight: integer, scheme, ...counted }),
  'hook-left-out': object({ module: text, code: text }),
  'equivocation-recorded': object({ ...named, view: integer, kinds: text }),
} as const;
