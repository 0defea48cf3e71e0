import { toHex, fromHex } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import { testChain } from '../testing/test-genesis';
import { certify, testReceipt, type TestReceiptOptions } from '../testing/test-receipt';
import { decodeCertificate, decodeHeader, encodeCertificate } from './codec';
import { genesisCommittee } from './committee';
import { blockId } from './ids';
import type { Receipt } from './receipt';
import { verifyReceipt } from './verify-receipt';

const { chain } = testReceipt();
const faultOf = (receipt: unknown, genesis = chain.genesis) => {
  try {
    verifyReceipt(receipt, genesis);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'RECEIPT_INVALID') return `${String(error.facts.field)}: ${String(error.facts.reason)}`;
    throw error;
  }
};

describe('a receipt that holds', () => {
  const shapes: readonly [string, TestReceiptOptions][] = [
    ['in the middle of a block', {}],
    ['alone in its block', { transactions: 1, index: 0 }],
    ['last of an uneven block', { transactions: 7, index: 6 }],
    ['of a refused transaction', { refused: true }],
    ['whose block was certified by a descendant', { laterBlocks: 3 }],
    ['signed by every seat', { signers: [0, 1, 2, 3] }],
    ['after two committee changes', { handOvers: 2 }],
    ['of a committee of one', { chain: testChain({ validators: 1, name: 'one' }), signers: [0] }],
  ];
  test.each(shapes)('%s', (_name, options) => {
    const { receipt, chain: its } = testReceipt(options);
    const verified = verifyReceipt(JSON.parse(JSON.stringify(receipt)), its.genesis);
    expect(verified.signers.length).toBeGreaterThanOrEqual(verified.quorum);
    expect(verified.transaction.body.calls[0]!.command).toBe('write');
    expect(verified.committee.epoch).toBe(options.handOvers ?? 0);
  });
});

describe('one flipped bit', () => {
  const flipped = (text: string, byte: number, bit: number) => {
    const bytes = Buffer.from(text, 'utf8');
    bytes[byte]! ^= 1 << bit;
    return bytes.toString('utf8');
  };
  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return 'not JSON any more';
    }
  };

  test.each([['plain', {}], ['with later headers and a hand-over', { laterBlocks: 1, handOvers: 1, transactions: 3, index: 1 }]] as const)('anywhere in the file makes it fail with a reason: %s', (_name, options) => {
    const { receipt } = testReceipt(options);
    const text = JSON.stringify(receipt, null, 2);
    expect(faultOf(parsed(text))).toBeUndefined();
    const survivors = [];
    for (let at = 0; at < text.length * 8; at += 1) {
      const fault = faultOf(parsed(flipped(text, at >> 3, at & 7)));
      if (!fault || !/^\S*: .{8}/.test(fault)) survivors.push(at);
    }
    expect(survivors).toEqual([]);
  });

  test('all eight bits of every byte of every signed or hashed part', () => {
    const { receipt } = testReceipt({ transactions: 2, index: 1 });
    const survivors: string[] = [];
    for (const field of ['chainId', 'transaction', 'result', 'certificate'] as const) {
      const bytes = fromHex(receipt[field])!;
      for (let at = 0; at < bytes.length * 8; at += 1) {
        const changed = Uint8Array.from(bytes);
        changed[at >> 3]! ^= 1 << (at & 7);
        if (faultOf({ ...receipt, [field]: toHex(changed) }) === undefined) survivors.push(`${field} bit ${at}`);
      }
    }
    expect(survivors).toEqual([]);
  });
});

describe('a receipt of a chain with bls certificates', () => {
  const bls = testReceipt({ chain: testChain({ name: 'bls', consensus: { certificates: 'bls' } }), handOvers: 1, laterBlocks: 1 });

  it('holds, with every committee on the way, and names the signers', () => {
    const { committee, signers } = verifyReceipt(bls.receipt, bls.chain.genesis);
    expect([committee.scheme, committee.epoch, signers]).toEqual(['bls', 1, [0, 1, 2]]);
  });

  it('is refused with a certificate in the form of the other scheme', () => {
    const listed = decodeCertificate(fromHex(testReceipt().receipt.certificate)!);
    const forged = encodeCertificate({ ...decodeCertificate(fromHex(bls.receipt.certificate)!), scheme: 'ed25519', proof: listed.proof });
    expect(faultOf({ ...bls.receipt, certificate: toHex(forged) }, bls.chain.genesis)).toBe('certificate: it is not signed in the way that the committee signs');
  });
});

describe('what somebody might try', () => {
  const { receipt } = testReceipt();
  const recertified = (signers: readonly number[], kind: 'finalise' | 'notarise' = 'finalise', keys = chain.votingKeys): Receipt => {
    const headerBytes = fromHex(receipt.headers[0]!)!;
    const chainId = fromHex(receipt.chainId)!;
    const certificate = certify(chainId, decodeHeader(headerBytes), blockId(headerBytes), { committee: genesisCommittee(chain.genesis), keys }, signers, kind);
    return { ...receipt, certificate: toHex(certificate) };
  };
  const other = testReceipt({ chain: testChain({ name: 'other' }) });
  const alone = testReceipt({ transactions: 1, index: 0 }).receipt;
  const handedOver = testReceipt({ handOvers: 1 }).receipt;
  const far = testReceipt({ laterBlocks: 3 }).receipt;

  const tricks: readonly [string, unknown, string][] = [
    ['a receipt of another chain', other.receipt, 'chainId: the receipt is from another chain'],
    ['two signers of four', recertified([0, 1]), 'certificate: too few seats signed'],
    ['a notarisation instead of finality', recertified([0, 1, 2], 'notarise'), 'certificate: it does not make a block final'],
    ["another committee's signatures", recertified([0, 1, 2], 'finalise', other.chain.votingKeys), 'certificate: a signature does not hold'],
    ["one seat's signature twice", { ...receipt, certificate: twiceTheFirst(receipt.certificate) }, 'certificate: a signature does not hold'],
    ['the path of another place', { ...receipt, index: 3 }, 'transactionPath'],
    ['a place beyond the block', { ...receipt, index: 5 }, 'index: the block has 5 transactions'],
    ["the block's own result for the transaction's", { ...alone, result: alone.resultPath[0] }, 'result'],
    ['a path that is longer than the tree', { ...receipt, transactionPath: [...receipt.transactionPath, receipt.transactionPath[0]] }, 'transactionPath'],
    ['no header', { ...receipt, headers: [] }, 'headers: the header of the block is missing'],
    ['a header left out', { ...far, headers: far.headers.filter((_, i) => i !== 1) }, 'headers/1: it is not a child'],
    ['the last header left out', { ...far, headers: far.headers.slice(0, -1) }, 'certificate: it is of another block'],
    ['a hand-over left out', { ...handedOver, handOvers: [] }, 'handOvers: there must be one for each of the 1'],
    ['a hand-over too many', { ...receipt, handOvers: handedOver.handOvers }, 'handOvers: there must be one for each of the 0'],
    ['a committee of the attacker', { ...handedOver, handOvers: [{ ...handedOver.handOvers[0]!, committee: handedOver.handOvers[0]!.committee.replace(/.{64}$/, '00'.repeat(32)) }] }, 'handOvers/0/committee'],
    ['an unknown field', { ...receipt, note: 'trust me' }, 'note: is not a field here'],
    ['a missing field', { ...receipt, result: undefined, ...{} }, 'result: must be bytes'],
    ['upper-case hex', { ...receipt, chainId: receipt.chainId.toUpperCase() }, 'chainId: must be 32 bytes in lower-case hex'],
    ['null', null, ': must be an object'],
    ['a list', [receipt], ': must be an object'],
    ['a number for a list', { ...receipt, headers: 7 }, 'headers: must be a list'],
    ['a fraction for a place', { ...receipt, index: 1.5 }, 'index: must be a place'],
  ];
  test.each(tricks)('%s', (_name, forged, expected) => expect(faultOf(forged)).toContain(expected));
});

/** Puts the first signature in the second's place. */
function twiceTheFirst(certificate: string): string {
  const signature = 128;
  const start = certificate.length - 3 * signature;
  const first = certificate.slice(start, start + signature);
  return certificate.slice(0, start) + first + first + certificate.slice(start + 2 * signature);
}
