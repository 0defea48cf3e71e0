import { genesisFor, wishFor } from '../testing/wishes';
import { checkGenesis } from './check-genesis';

const own = { nodeKey: 'a'.repeat(64), votingKey: 'b'.repeat(64) };
const other = { nodeKey: 'c'.repeat(64), votingKey: 'd'.repeat(64) };
const { chainId, bytes } = genesisFor([own]);

it.each<[string, object, string | undefined]>([
  ['a founding seat with its own keys', { ...own }, undefined],
  ['a founding seat whose voting key was swapped on the way', { ...own, votingKey: other.votingKey }, 'GENESIS_WITHOUT_KEY'],
  ['the same, said to join', { ...own, votingKey: other.votingKey, joins: true }, 'GENESIS_WITHOUT_KEY'],
  ['a node that is not among the founders', { ...other }, 'GENESIS_WITHOUT_KEY'],
  ['the same, said to join', { ...other, joins: true }, undefined],
])('looks for its keys: %s', (_name, wish, code) => {
  const check = () => checkGenesis(wishFor(own, { chainId, ...wish }), bytes);
  if (code === undefined) expect(check()).toBe(bytes);
  else expect(check).toThrow(expect.objectContaining({ code }));
});

it('takes no other document, whoever joins', () => {
  expect(() => checkGenesis(wishFor(other, { chainId: 'f'.repeat(64), joins: true }), bytes)).toThrow(expect.objectContaining({ code: 'GENESIS_MISMATCH' }));
});
