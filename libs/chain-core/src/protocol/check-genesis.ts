import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { Bytes } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { checkConsensus } from './check-consensus';
import { SCHEME_FORMS, type CertificateSchemeName } from './certificate-scheme';
import type { ConsensusParameters, GenesisDocument, GenesisSeat } from './genesis';
import { fields, hex, integer, invalid, list, object, oneOf, text } from './genesis-fields';
import { GOVERNANCE, LIMITS, PROTOCOL_VERSION } from './limits';
import { provesPossession } from './possession';
import { CERTIFICATE_SCHEMES } from './schemes';

/** The genesis document as bytes: its canonical JSON, whose plain SHA-256 is the chain id. */
export function encodeGenesis(genesis: GenesisDocument): Bytes {
  return canonicalJson(genesis as unknown as Json);
}

/**
 * Reads a genesis document that somebody sent.
 * @throws Refusal MALFORMED_JSON, or GENESIS_INVALID {field, reason}: exact fields, ranges, distinct keys, and each validator's proof of possession.
 */
export function parseGenesis(bytes: Bytes): GenesisDocument {
  const document = parseCanonicalJson(bytes, { depthMax: 32, bytesMax: LIMITS.genesisBytesMax });
  checkGenesis(document);
  return document as unknown as GenesisDocument;
}

/** Refuses a value that is no genesis document. Whether modules and parameters exist is asked of the registry. */
export function checkGenesis(document: Json): void {
  const genesis = fields(document, '', [
    'format',
    'name',
    'createdAtMs',
    'protocolVersion',
    'template',
    'consensus',
    'seats',
    'modules',
    'assets',
    'limits',
    'governance',
  ]);
  oneOf(genesis.format, ['bystack-genesis/1'], 'format');
  text(genesis.name, 'name');
  integer(genesis.createdAtMs, 'createdAtMs', 1, Number.MAX_SAFE_INTEGER);
  integer(genesis.protocolVersion, 'protocolVersion', 1, PROTOCOL_VERSION);
  const template = fields(genesis.template, 'template', ['name', 'version']);
  text(template.name, 'template.name');
  text(template.version, 'template.version');
  checkModules(genesis.modules);
  oneOf(genesis.assets, ['enabled', 'disabled'], 'assets');
  checkLimits(genesis.limits);
  checkConsensus(genesis);
  checkGovernance(genesis.governance);
  const consensus = genesis.consensus as unknown as ConsensusParameters;
  checkSeats(genesis.seats, consensus.engine === 'bft' ? consensus.certificates : undefined);
}

/** Documents of before say how many must approve, and nothing else. */
function checkGovernance(value: Json | undefined): void {
  const optional = { quorumPercent: [0, 100], expiryMs: [GOVERNANCE.expiryMsMin, GOVERNANCE.expiryMsMax], delayBlocks: [0, GOVERNANCE.delayBlocksMax] } as const;
  const given = object(value, 'governance');
  const named = Object.entries(optional).filter(([name]) => Object.hasOwn(given, name));
  const governance = fields(value, 'governance', ['approvalPercent', ...named.map(([name]) => name)]);
  integer(governance.approvalPercent, 'governance.approvalPercent', 1, 100);
  for (const [name, [min, max]] of named) integer(governance[name], `governance.${name}`, min, max);
}

function checkModules(value: Json | undefined): void {
  list(value, 'modules').forEach((item, i) => {
    const choice = fields(item, `modules[${i}]`, ['name', 'version', 'params']);
    text(choice.name, `modules[${i}].name`);
    text(choice.version, `modules[${i}].version`);
    object(choice.params, `modules[${i}].params`);
  });
}

function checkLimits(value: Json | undefined): void {
  const limits = fields(value, 'limits', ['blockBytesMax', 'blockTransactionsMax', 'transactionBytesMax']);
  const transactionBytesMax = integer(limits.transactionBytesMax, 'limits.transactionBytesMax', 1024, LIMITS.transactionBytesMax);
  // A block must be able to hold the largest transaction, or it would wait for ever.
  integer(limits.blockBytesMax, 'limits.blockBytesMax', transactionBytesMax + 1024, LIMITS.blockBytesMax);
  integer(limits.blockTransactionsMax, 'limits.blockTransactionsMax', 1, LIMITS.blockTransactionsMax);
}

/** @param scheme how votes are signed: then somebody must have one; undefined: nobody may. */
function checkSeats(value: Json | undefined, scheme: CertificateSchemeName | undefined): void {
  const seats = list(value, 'seats');
  if (seats.length > LIMITS.committeeSeatsMax) invalid('seats', `at most ${LIMITS.committeeSeatsMax}`);
  const keys = new Set<string>();
  seats.forEach((item, i) => {
    for (const key of checkSeat(item, `seats[${i}]`, scheme ?? 'ed25519')) {
      if (keys.has(key)) invalid(`seats[${i}]`, 'each key may be used once');
      keys.add(key);
    }
  });
  const validators = seats.some((seat) => (seat as unknown as GenesisSeat).role === 'validator');
  if (scheme !== undefined && !validators) invalid('seats', 'at least one validator');
  if (scheme === undefined && validators) invalid('seats', 'nobody votes on a chain of proof of work: no validators');
}

/** @returns the seat's keys. */
function checkSeat(value: Json, path: string, scheme: CertificateSchemeName): readonly string[] {
  const { role } = object(value, path);
  oneOf(role, ['validator', 'member', 'observer', 'regulator'], `${path}.role`);
  const validator = role === 'validator';
  const seat = fields(value, path, ['organisation', 'label', 'role', 'nodeKey', ...(validator ? ['votingKey', 'proofOfPossession'] : [])]);
  text(seat.organisation, `${path}.organisation`);
  text(seat.label, `${path}.label`);
  const nodeKey = hex(seat.nodeKey, 32, `${path}.nodeKey`);
  if (!validator) return [seat.nodeKey as string];
  const { votingKeyBytes, signatureBytes } = SCHEME_FORMS[scheme];
  const votingKey = hex(seat.votingKey, votingKeyBytes, `${path}.votingKey`);
  const proof = hex(seat.proofOfPossession, signatureBytes, `${path}.proofOfPossession`);
  if (!CERTIFICATE_SCHEMES[scheme].isVotingKey(votingKey)) invalid(`${path}.votingKey`, 'these bytes are no voting key');
  if (!provesPossession(scheme, proof, nodeKey, votingKey))
    invalid(`${path}.proofOfPossession`, 'the voting key did not sign the node key');
  return [seat.nodeKey as string, seat.votingKey as string];
}
