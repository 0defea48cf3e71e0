import fc from 'fast-check';
import { canonicalJson } from '../codec/json';
import { AMOUNT_MAX } from '../codec/writer';
import { compareBytes, concatBytes } from '../primitives/bytes';
import type { BlockHeader } from '../protocol/block';
import { SCHEME_FORMS, type CertificateSchemeName } from '../protocol/certificate-scheme';
import { sealTransaction } from '../protocol/codec';
import { ZERO_HASH } from '../protocol/ids';
import type { BlockResult, TransactionResult } from '../protocol/result';
import type { Call, Input, Lock, Output, Transaction, Value } from '../protocol/transaction';
import type { Certificate, Committee, Vote, VoteSubject } from '../protocol/vote';

/** Random values of every shape that is encoded, within its limits. For property tests. */
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hash = bytes(32);
const upTo = (maxLength: number) => fc.uint8Array({ maxLength });
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const u16 = fc.nat(65_535);
const u32 = fc.nat(2 ** 31);
const u53 = fc.maxSafeNat();
const amount = fc.bigInt(1n, AMOUNT_MAX);
const keys = fc
  .uniqueArray(hash, { minLength: 1, maxLength: 4, comparator: (a, b) => compareBytes(a, b) === 0 })
  .map((list) => list.sort(compareBytes));

const keysLock = fc
  .record({ keys, pick: fc.nat(3), notBeforeMs: fc.option(u53, { nil: undefined }) })
  .map(({ keys: list, pick, notBeforeMs }) => {
    const lock = { kind: 'keys' as const, threshold: 1 + (pick % list.length), keys: list };
    return notBeforeMs === undefined ? lock : { ...lock, notBeforeMs };
  });
const lock: fc.Arbitrary<Lock> = fc.oneof(
  keysLock,
  fc.record({ kind: fc.constant('module' as const), module: name, data: upTo(20) }),
  fc.constant({ kind: 'retire' as const }),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), amount }),
  fc.record({ kind: fc.constant('commitment' as const), commitment: upTo(40) }),
);
const outPoint = fc.record({ txId: hash, index: u32 });
export const anyOutput: fc.Arbitrary<Output> = fc.record({ assetId: hash, value, lock });
const input: fc.Arbitrary<Input> = fc.oneof(
  fc.record({ kind: fc.constant('spend' as const), outPoint }),
  fc.record({ kind: fc.constant('issue' as const), definition: fc.record({ issuer: keysLock, document: upTo(30) }), amount }),
  fc.record({ kind: fc.constant('open' as const), module: name, lock: name, assetId: hash, limits: fc.tuple(amount, amount), to: keysLock }).map(({ limits: [a, b], ...open }) => ({ ...open, atLeast: a < b ? a : b, atMost: a < b ? b : a })),
);
const call: fc.Arbitrary<Call> = fc.record({ module: name, command: name, actor: hash, payload: upTo(60) });

const anyTransaction: fc.Arbitrary<Transaction> = fc.record({
  body: fc.record({
    validFromMs: u53,
    validUntilMs: u53,
    salt: u53,
    inputs: fc.array(input, { maxLength: 4 }),
    outputs: fc.array(anyOutput, { maxLength: 4 }),
    calls: fc.array(call, { maxLength: 3 }),
  }),
  signatures: fc.tuple(keys, bytes(64)).map(([list, signature]) => list.map((publicKey) => ({ publicKey, signature }))),
});
export const anySealed = anyTransaction.map(sealTransaction);

const header = fc.record({
  protocolVersion: fc.nat(0x7fff),
  chainId: hash,
  height: u53,
  epoch: u32,
  view: u53,
  parentId: hash,
  timeMs: u53,
  proposer: u16,
  transactionCount: fc.nat(20_000),
  transactionsRoot: hash,
  resultsRoot: hash,
  stateRoot: hash,
  committeeHash: hash,
  nextCommitteeHash: hash,
});
const work = fc.record({ minerKey: hash, bits: u32, nonce: u53 });
export const anyHeader: fc.Arbitrary<BlockHeader> = fc.oneof(header, fc.tuple(header, work).map(([fields, seal]) => ({ ...fields, work: seal })));

const data = fc.dictionary(name, fc.oneof(fc.integer(), fc.string({ unit: 'grapheme', maxLength: 8 }), fc.boolean()), {
  maxKeys: 4,
  noNullPrototype: true,
});
const event = fc.record({ module: name, name, data: data.map((object) => canonicalJson(object)) });
const effect = fc.record({ module: name, spent: fc.array(outPoint, { maxLength: 2 }), created: fc.array(anyOutput, { maxLength: 2 }) });
export const anyBlockResult: fc.Arbitrary<BlockResult> = fc.record({
  events: fc.array(event, { maxLength: 3 }),
  effects: fc.array(effect, { maxLength: 2 }),
});
export const anyResult: fc.Arbitrary<TransactionResult> = fc.oneof(
  fc.tuple(hash, anyBlockResult).map(([txId, { events, effects }]) => ({ txId, outcome: { kind: 'accepted' as const }, events, effects })),
  fc
    .record({ txId: hash, call: fc.integer({ min: -1, max: 63 }), facts: data, code: fc.stringMatching(/^[A-Z]{1,9}$/) })
    .map(({ txId, call: index, facts, code }) => ({
      txId,
      outcome: { kind: 'refused' as const, call: index, code, facts },
      events: [],
      effects: [],
    })),
);

const subject: fc.Arbitrary<VoteSubject> = fc
  .record({ kind: fc.constantFrom('notarise' as const, 'nullify' as const, 'finalise' as const), epoch: u32, view: u53, blockId: hash })
  .map((vote) => (vote.kind === 'nullify' ? { ...vote, blockId: ZERO_HASH } : vote));
export const anyVote: fc.Arbitrary<Vote> = fc
  .tuple(subject, u16, fc.oneof(bytes(64), bytes(96)))
  .map(([vote, seat, signature]) => ({ ...vote, seat, signature }));
const signatureList = fc.array(bytes(64), { maxLength: 4 }).map((signatures) => ({ scheme: 'ed25519' as const, proof: concatBytes(...signatures) }));
export const anyCertificate: fc.Arbitrary<Certificate> = fc
  .tuple(subject, upTo(8), fc.oneof(signatureList, fc.record({ scheme: fc.constant('bls' as const), proof: bytes(96) })))
  .map(([about, signers, proof]) => ({ ...about, signers, ...proof }));
export const anyCommittee: fc.Arbitrary<Committee> = fc.constantFrom<CertificateSchemeName>('ed25519', 'bls').chain((scheme) => {
  const votingKey = bytes(SCHEME_FORMS[scheme].votingKeyBytes);
  return fc.record({ epoch: u32, scheme: fc.constant(scheme), seats: fc.array(fc.record({ votingKey, nodeKey: hash }), { minLength: 1, maxLength: 5 }) });
});
