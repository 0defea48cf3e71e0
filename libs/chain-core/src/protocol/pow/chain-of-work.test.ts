import fc from 'fast-check';
import { verifyWorkStateEvidence } from '../../light/state-evidence';
import { fromHex, toHex } from '../../primitives/bytes';
import { Refusal } from '../../primitives/refusal';
import { testReceipt } from '../../testing/test-receipt';
import { testChain } from '../../testing/test-genesis';
import { TestWork } from '../../testing/test-work';
import { decodeHeader, encodeHeader } from '../codec';
import type { BlockHeader } from '../block';
import type { WorkReceipt } from '../receipt';
import { verifyReceipt, verifyWorkReceipt } from '../verify-receipt';
import { trustWorkFrom, type WorkTrust } from './chain-of-work';

const chain = new TestWork().extend(8, { spacingMs: 400 }).extend(8);
const trust = trustWorkFrom(chain.genesis);
const height = 7;
const receipt = chain.receipt(height);

function refusalOf(value: unknown, by: WorkTrust = trust): string {
  try {
    verifyWorkReceipt(value, by);
    return 'it holds';
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RECEIPT_INVALID') return `${String(error.facts.field)}: ${String(error.facts.reason)}`;
    throw error;
  }
}

test('a receipt from genesis on holds, and says how much work it rests on', () => {
  const verified = verifyWorkReceipt(receipt, trust);
  expect(verified).toMatchObject({ anchorHeight: 0, depth: 9, totalWork: chain.workOf(), workAbove: chain.workOf(height + 1) });
  expect(verified.result.outcome).toEqual({ kind: 'accepted' });
  expect(verified.headers[verified.blockAt]!.header.height).toBe(height);
});

test('evidence about the state holds for what lies there and for what does not', () => {
  expect(verifyWorkStateEvidence(chain.stateEvidence(height, 'a'), trust)).toMatchObject({ value: new Uint8Array(Buffer.from('value of a')), depth: 9 });
  expect(verifyWorkStateEvidence(chain.stateEvidence(height, 'z'), trust).value).toBeUndefined();
  const evidence = chain.stateEvidence(height, 'a');
  for (const changed of [{ value: null }, { value: '00' }, { blockAt: 15 }, { store: 2 }, { proof: evidence.proof.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) }]) expect(() => verifyWorkStateEvidence({ ...evidence, ...changed }, trust)).toThrow('STATE_PROOF_INVALID');
});

test('one that begins above genesis holds for who trusts the block below, and for nobody else', () => {
  const short = chain.receipt(height, 4);
  const { id } = chain.blocks[3]!;
  expect(verifyWorkReceipt(short, trustWorkFrom(chain.genesis, { id, ...chain.paceAt(4) }))).toMatchObject({ anchorHeight: 4, totalWork: chain.workOf(5) });
  expect(refusalOf(short)).toContain('neither genesis nor a checkpoint');
  expect(refusalOf(short, trustWorkFrom(chain.genesis, { id: chain.blocks[4]!.id, ...chain.paceAt(4) }))).toContain('neither genesis nor a checkpoint');
  // A checkpoint of another time would ask for other work.
  expect(refusalOf(short, trustWorkFrom(chain.genesis, { id, ...chain.paceAt(4), parentTimeMs: chain.paceAt(4).parentTimeMs - 300 }))).toBe('headers/0: its work is not what the pace of the blocks before it demands');
});

test('whoever asks for more work than was done gets none of it', () => {
  expect(refusalOf(receipt, { ...trust, leastTotalWork: chain.workOf() })).toBe('it holds');
  expect(refusalOf(receipt, { ...trust, leastTotalWork: chain.workOf() + 1n })).toMatch(/^headers: they took \d+ hashes/);
});

/** The receipt with a header changed, and everything above it as it was. */
function withHeader(i: number, change: (header: BlockHeader) => Partial<BlockHeader>): WorkReceipt {
  const header = decodeHeader(fromHex(receipt.headers[i]!)!);
  return { ...receipt, headers: receipt.headers.with(i, toHex(encodeHeader({ ...header, ...change(header) }))) };
}
const other = new TestWork({ leastWork: 15 }).extend(16);

test.each<[string, () => unknown, string | RegExp]>([
  ['too few blocks on the block', () => chain.receipt(height, 0, height + 5), /^headers: 5 blocks that took \d+ hashes .* final under 6 with 6 times its own work, .* block 6 is the last final one$/],
  ['a nonce that was not found', () => withHeader(10, ({ work }) => ({ work: { ...work!, nonce: work!.nonce + 1 } })), /^headers\/10: its hash|^headers\/11: it is not a child/],
  ['easier work than the pace asks for', () => withHeader(10, ({ work }) => ({ work: { ...work!, bits: 0x207fffff } })), 'headers/10: its work is not what the pace of the blocks before it demands'],
  ['a time that goes back', () => withHeader(10, ({ timeMs }) => ({ timeMs: timeMs - 1_000 })), 'headers/10: its time is not above that of the header before it'],
  ['a height that was made up', () => withHeader(15, ({ height: at }) => ({ height: at + 1 })), 'headers/15: its height does not follow'],
  ['no work seal', () => withHeader(10, () => ({ work: undefined })), 'headers/10: no work was done for it'],
  ['a header left out', () => ({ ...receipt, headers: receipt.headers.toSpliced(9, 1) }), 'headers/9: it is not a child of the header before it'],
  ['two headers exchanged', () => ({ ...receipt, headers: receipt.headers.with(9, receipt.headers[10]!).with(10, receipt.headers[9]!) }), 'headers/9: it is not a child of the header before it'],
  ['another block', () => ({ ...receipt, blockAt: 5 }), /^transactionPath: /],
  ['a block that is not there', () => ({ ...receipt, blockAt: 16 }), 'blockAt: there are 16 headers'],
  ['a place that is none', () => ({ ...receipt, blockAt: -1 }), 'blockAt: must be a place among the headers'],
  ['no headers', () => ({ ...receipt, headers: [], blockAt: 0 }), 'blockAt: there are 0 headers'],
  ['more headers than evidence may have', () => ({ ...receipt, headers: Array.from({ length: 4_097 }, () => receipt.headers[0]!) }), 'headers: must be a list of at most 4096'],
  ["another chain's receipt", () => other.receipt(height), 'chainId: the receipt is from another chain than the genesis document'],
  ["another chain's headers", () => ({ ...receipt, headers: other.headers() }), /^transactionPath: |^headers\/0: the header is from another chain/],
  ['a certificate beside the work', () => ({ ...receipt, certificate: '' }), 'certificate: is not a field here'],
  ['a receipt of a committee', () => testReceipt().receipt, 'blockAt: is missing'],
])('%s is refused', (_name, make, reason) => {
  if (typeof reason === 'string') expect(refusalOf(make())).toBe(reason);
  else expect(refusalOf(make())).toMatch(reason);
});

test('no change of any byte of any header goes unnoticed', () => {
  fc.assert(fc.property(fc.nat(15), fc.nat(303), fc.integer({ min: 1, max: 255 }), (i, at, flip) => {
    const bytes = Uint8Array.from(fromHex(receipt.headers[i]!)!, (byte, place) => (place === at ? byte ^ flip : byte));
    const reason = refusalOf({ ...receipt, headers: receipt.headers.with(i, toHex(bytes)) });
    // The last header has no child: a rare change of it is other work that is just as good.
    if (i < 15) expect(reason).not.toBe('it holds');
  }));
});

test('neither kind of evidence passes for the other', () => {
  expect(() => trustWorkFrom(testChain().genesis)).toThrow('RECEIPT_INVALID');
  const { receipt: certified } = testReceipt();
  expect(() => verifyReceipt({ ...certified, chainId: toHex(chain.chainId) }, chain.genesis)).toThrow('RECEIPT_INVALID');
  expect(() => verifyReceipt({ ...certified, chainId: toHex(chain.chainId), handOvers: [{ header: certified.headers[0], certificate: certified.certificate, committee: '000000000100010000' }] }, chain.genesis)).toThrow('RECEIPT_INVALID');
  expect(() => verifyReceipt(receipt, chain.genesis)).toThrow('RECEIPT_INVALID');
});
