import type { KeyPair } from '../crypto/sign';
import { toHex } from '../primitives/bytes';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import type { BftParameters, GenesisDocument, GenesisSeat, ModuleChoice, PowParameters } from '../protocol/genesis';
import { provePossession } from '../protocol/possession';
import type { VotingKeyPair } from '../protocol/voting-keys';
import { keyOf, votingKeyOf } from './keys';

export interface TestChain {
  readonly genesis: GenesisDocument;
  /** Of the validators, in the order of seats. */
  readonly votingKeys: readonly VotingKeyPair[];
  readonly nodeKeys: readonly KeyPair[];
}
export interface TestChainOptions {
  readonly validators?: number;
  readonly modules?: readonly ModuleChoice[];
  readonly assets?: GenesisDocument['assets'];
  readonly limits?: Partial<GenesisDocument['limits']>;
  readonly consensus?: Partial<BftParameters>;
  /** A chain of proof of work instead: no validators. */
  readonly pow?: Partial<PowParameters>;
  readonly name?: string;
}

/** 2025-01-01 00:00 UTC. */
export const TEST_TIME_MS = 1_735_689_600_000;

/** Cheap work, fast blocks, little patience. */
export const TEST_POW: PowParameters = {
  engine: 'pow', workFunction: 'sha256d', targetSpacingMs: 1_000, initialWork: 16, leastWork: 16, retargetBlocks: 20, futureMsMax: 5_000, finalDepth: 6,
  coinbase: { reward: '50', halvingBlocks: 10, maturityBlocks: 3, allocations: [] },
};

/** A genesis document with keys that tests can sign with. */
export function testChain({
  validators = 4,
  modules = [],
  assets = 'enabled',
  limits,
  consensus,
  pow,
  name = 'test',
}: TestChainOptions = {}): TestChain {
  const scheme = consensus?.certificates ?? 'ed25519';
  const votingKeys = Array.from({ length: validators }, (_, i) => votingKeyOf(`${name} voting ${i}`, scheme));
  const nodeKeys = Array.from({ length: validators }, (_, i) => keyOf(`${name} node ${i}`));
  const genesis: GenesisDocument = {
    format: 'bystack-genesis/1',
    name,
    createdAtMs: TEST_TIME_MS,
    protocolVersion: 1,
    template: { name: 'test', version: '1.0.0' },
    consensus: pow === undefined ? bftParameters(consensus) : { ...TEST_POW, ...pow },
    seats: pow === undefined ? votingKeys.map((votingKey, i) => testSeat(scheme, votingKey, nodeKeys[i]!, i)) : [],
    modules,
    assets,
    limits: { blockBytesMax: 4 * 1024 * 1024, blockTransactionsMax: 5000, transactionBytesMax: 512 * 1024, ...limits },
    governance: { approvalPercent: 67 },
  };
  return { genesis, votingKeys, nodeKeys };
}

function bftParameters(consensus: Partial<BftParameters> | undefined): BftParameters {
  return {
    engine: 'bft',
    certificates: 'ed25519',
    topology: { kind: 'mesh' },
    viewTimerMs: 400,
    viewTimerMsMax: 3000,
    heartbeatMs: 5000,
    ...consensus,
  };
}

function testSeat(scheme: CertificateSchemeName, votingKey: VotingKeyPair, nodeKey: KeyPair, index: number): GenesisSeat {
  return {
    organisation: `organisation-${index}`,
    label: `Organisation ${index}`,
    role: 'validator',
    nodeKey: toHex(nodeKey.publicKey),
    votingKey: toHex(votingKey.publicKey),
    proofOfPossession: toHex(provePossession(scheme, votingKey, nodeKey.publicKey)),
  };
}
