import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import type { BlockHeader, WorkSeal } from '@bystack/chain-core/protocol/block';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import type { Lock, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import type { VoteSubject } from '@bystack/chain-core/protocol/vote';

/** Fixed values of every shape. Nothing here is read from anywhere, so golden bytes depend on encodings alone. */
export const filled = (byte: number, length = 32): Uint8Array => new Uint8Array(length).fill(byte);
export const keyPair = keyPairFromSeed(filled(7));

const lock: Extract<Lock, { kind: 'keys' }> = {
  kind: 'keys',
  threshold: 2,
  keys: [filled(1), filled(2), filled(3)],
  notBeforeMs: 1_700_000_000_000,
};
const oneKey: Lock = { kind: 'keys', threshold: 1, keys: [keyPair.publicKey] };

export const definition = { issuer: lock, document: canonicalJson({ name: 'Silver', unit: 'gram' }) };
export const body: TransactionBody = {
  validFromMs: 1_735_689_600_000,
  validUntilMs: 1_735_689_720_000,
  salt: 9_007_199_254_740_991,
  inputs: [
    { kind: 'spend', outPoint: { txId: filled(4), index: 258 } },
    { kind: 'issue', definition, amount: 9_223_372_036_854_775_807n },
  ],
  outputs: [
    { assetId: filled(5), value: { kind: 'amount', amount: 1n }, lock },
    {
      assetId: filled(5),
      value: { kind: 'commitment', commitment: filled(6, 33) },
      lock: { kind: 'module', module: 'pool', data: filled(8, 3) },
    },
    { assetId: filled(5), value: { kind: 'amount', amount: 72_057_594_037_927_937n }, lock: { kind: 'retire' } },
    { assetId: filled(5), value: { kind: 'amount', amount: 2n }, lock: oneKey },
  ],
  calls: [{ module: 'rule-book', command: 'record', actor: keyPair.publicKey, payload: canonicalJson({ 品名: '茶', kg: 12 }) }],
};
export const openBody: TransactionBody = {
  ...body,
  inputs: [body.inputs[0]!, { kind: 'open', module: 'pool~7', lock: 'reserve', assetId: filled(5), atLeast: 95n, atMost: 9_223_372_036_854_775_807n, to: lock }],
};
export const chainId = filled(9);
export const transaction = signTransaction(chainId, body, [keyPair]);

export const header: BlockHeader = {
  protocolVersion: 1,
  chainId,
  height: 4_294_967_297,
  epoch: 3,
  view: 77,
  parentId: filled(10),
  timeMs: 1_735_689_600_123,
  proposer: 2,
  transactionCount: 1,
  transactionsRoot: filled(11),
  resultsRoot: filled(12),
  stateRoot: filled(13),
  committeeHash: filled(14),
  nextCommitteeHash: filled(15),
};
export const seal: WorkSeal = { minerKey: filled(16), bits: 0x1d00ffff, nonce: 9_007_199_254_740_991 };
export const event = { module: 'rule-book', name: 'recorded', data: canonicalJson({ id: 1 }) };
export const effect = { module: 'pool', spent: [{ txId: filled(4), index: 1 }], created: [body.outputs[0]!] };
export const subject: VoteSubject = { kind: 'finalise', epoch: 3, view: 77, blockId: filled(16) };
export const committee = {
  epoch: 3,
  scheme: 'ed25519' as const,
  seats: [
    { votingKey: filled(17), nodeKey: filled(18) },
    { votingKey: filled(19), nodeKey: filled(20) },
  ],
};
export const refusal = { kind: 'refused' as const, call: -1, code: 'QUOTA_EXCEEDED', facts: { limit: 10, member: '茶', soft: true } };
