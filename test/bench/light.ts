import { genesisCheckpoint, LightClient, type Checkpoint } from '@bystack/chain-core/light';
import { genesisCommittee } from '@bystack/chain-core/protocol/committee';
import type { Committee } from '@bystack/chain-core/protocol/vote';
import { keyOf, votingKeyOf } from '@bystack/chain-core/testing/keys';
import { TEST_TIME_MS, testChain } from '@bystack/chain-core/testing/test-genesis';
import { testReceipt, type Voters } from '@bystack/chain-core/testing/test-receipt';
import { percentile } from '../support/bench';
import type { Bench } from '../support/bench';

const WARM_UP = 200;
const CHECKS = 2_000;
const QUORUM_OF_100 = 67;

/** A light client that has its committee checks receipts as they come from a file: parsed, decoded, every path and signature verified. */
export const bench: Bench = async ({ log }) => {
  const chain = testChain();
  const four = testReceipt({ chain });
  const large = largeCommittee(genesisCommittee(chain.genesis));
  const signers = Array.from({ length: QUORUM_OF_100 }, (_, seat) => seat);
  const hundred = testReceipt({ chain, voters: large, signers });
  const from = genesisCheckpoint(chain.genesis);
  log(`each receipt is checked ${CHECKS} times`);
  const verifyMs4 = medianMs(from, JSON.stringify(four.receipt));
  const verifyMs100 = medianMs({ ...from, committee: large.committee }, JSON.stringify(hundred.receipt));
  return { verifyMs4: round3(verifyMs4), verifyMs100: round3(verifyMs100), receiptBytes4: JSON.stringify(four.receipt).length, receiptBytes100: JSON.stringify(hundred.receipt).length };
};

function largeCommittee(first: Committee): Voters {
  const keys = Array.from({ length: 100 }, (_, seat) => votingKeyOf(`bench seat ${seat}`, 'bls'));
  const seats = keys.map(({ publicKey }, seat) => ({ votingKey: publicKey, nodeKey: keyOf(`bench node ${seat}`).publicKey }));
  return { committee: { epoch: first.epoch, scheme: 'bls', seats }, keys };
}

function medianMs(from: Checkpoint, text: string): number {
  const client = new LightClient({ from });
  const takenMs: number[] = [];
  for (let i = -WARM_UP; i < CHECKS; i += 1) {
    const beganMs = performance.now();
    client.checkReceipt(JSON.parse(text), TEST_TIME_MS + 60_000);
    if (i >= 0) takenMs.push(performance.now() - beganMs);
  }
  return percentile(takenMs, 0.5);
}

function round3(valueMs: number): number {
  return Math.round(valueMs * 1000) / 1000;
}
