import type { GenesisDocument, PowParameters } from '../../../protocol/genesis';
import type { KeyPair } from '../../../crypto/sign';
import { toHex } from '../../../primitives/bytes';
import { keyOf } from '../../keys';
import { TEST_POW, testChain } from '../../test-genesis';

/** Accounts that clients pay from, each with some outputs from the beginning. */
export const CLIENTS = 4;
export const ALLOCATIONS_EACH = 4;
const clientKeys = Array.from({ length: CLIENTS }, (_, client) => keyOf(`client ${client}`));
export const clientKey = (client: number): KeyPair => clientKeys[client]!;
/** Made once: every life asks for them again and again. */
const minerKeys: KeyPair[] = [];
export const minerKeyOf = (node: number): KeyPair => (minerKeys[node] ??= keyOf(`miner ${node}`));

/**
 * What simulated chains promise: ten seconds a block, final at a depth that a fifth of the hash rate (a third, with honest nodes down)
 * reaches with a chance of (1/4)^16 to (1/2)^16.
 */
export const PROMISED: PowParameters = {
  ...TEST_POW, workFunction: 'test', targetSpacingMs: 10_000, initialWork: 1_000_000, leastWork: 1_000, futureMsMax: 20_000, finalDepth: 16,
  coinbase: {
    reward: '50', halvingBlocks: 20, maturityBlocks: 12,
    allocations: Array.from({ length: CLIENTS * ALLOCATIONS_EACH }, (_, i) => ({ publicKey: toHex(clientKey(i % CLIENTS).publicKey), amount: '10' })),
  },
};

/** The genesis of a seed's chain; mutants found a chain that does not keep the promise. */
export function simGenesis(seed: number, broken: Partial<PowParameters> = {}): GenesisDocument {
  const { genesis } = testChain({ name: `seed ${seed}`, pow: { ...PROMISED, ...broken }, limits: { blockBytesMax: 256 * 1024 } });
  return genesis;
}
