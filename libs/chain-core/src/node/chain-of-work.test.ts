import { toHex } from '../primitives/bytes';
import { trustWorkFrom } from '../protocol/pow/chain-of-work';
import { verifyWorkReceipt } from '../protocol/verify-receipt';
import { codeOf } from '../testing/code-of';
import { cheaplyBuried } from '../testing/test-work';
import { headersOfWork } from './chain-of-work';

const chain = cheaplyBuried();
const end = chain.blocks.length;
const finalHeight = chain.finalAt();

/** A node with all of the chain up to a height; what is final is on disk. */
function nodeAt(top: number) {
  const blocks = chain.blocks.slice(0, top).map((block) => ({ height: block.header.height, block }));
  return {
    reader: { finalHeight: Math.min(top, finalHeight), header: (height: number) => ({ bytes: chain.blocks[height - 1]!.headerBytes }), undurable: [] },
    tree: { head: blocks.at(-1), branch: () => blocks.slice(finalHeight).reverse().values() },
  } as never;
}

test.each([1, 6, 7, 13, 20, finalHeight])('evidence about block %i has the headers that make it final, and none more', (height) => {
  const { headers, blockAt } = headersOfWork(height, chain.parameters, nodeAt(end));
  expect(headers.map(toHex)).toEqual(chain.headers(1, headers.length));
  expect(blockAt).toBe(height - 1);
  const trust = trustWorkFrom(chain.genesis);
  expect(verifyWorkReceipt(chain.receipt(height, 0, headers.length), trust)).toMatchObject({ anchorHeight: 0 });
  expect(codeOf(() => verifyWorkReceipt(chain.receipt(height, 0, headers.length - 1), trust))).toBe('RECEIPT_INVALID');
});

test('from another anchor it is judged from there on: what is below it is taken for final', () => {
  const fromGenesis = headersOfWork(13, chain.parameters, nodeAt(end));
  const { headers, blockAt } = headersOfWork(13, chain.parameters, nodeAt(end), 12);
  expect([blockAt, headers.length]).toEqual([0, 13 - 6]);
  expect(12 + headers.length).toBeLessThan(fromGenesis.headers.length);
  const { id } = chain.blocks[11]!;
  expect(verifyWorkReceipt(chain.receipt(13, 12, 12 + headers.length), trustWorkFrom(chain.genesis, { id, ...chain.paceAt(12) }))).toMatchObject({ anchorHeight: 12 });
});

test('it is refused for genesis, for what is not final by the headers that are here, and from an anchor above', () => {
  expect(codeOf(() => headersOfWork(0, chain.parameters, nodeAt(end)))).toBe('NOT_BURIED_HERE');
  expect(codeOf(() => headersOfWork(6, chain.parameters, nodeAt(20)))).toBe('NOT_BURIED_HERE');
  expect(codeOf(() => headersOfWork(finalHeight + 1, chain.parameters, nodeAt(end)))).toBe('NOT_BURIED_HERE');
  expect(codeOf(() => headersOfWork(6, chain.parameters, nodeAt(end), 6))).toBe('ANCHOR_OUT_OF_RANGE');
});
