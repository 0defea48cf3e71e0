import type { Words } from '@bystack/api';
import type { Trust } from './read-trust';

/** How blocks of a chain become final, where the chain of the genesis document does it in another way. */
const WAYS: Readonly<Record<'work' | 'votes', Words>> = {
  work: { en: ' (it shows work, as of open competition, and on that of the genesis document a committee signs)', zh: '（它出示的是开放竞争的工作量，而创世文件的链由委员会签名）' },
  votes: { en: ' (a committee signed it, and on that of the genesis document nobody votes: open competition)', zh: '（它由委员会签名，而创世文件的链无人投票：开放竞争）' },
};

/** Why evidence that says of itself that it is of another chain than what is trusted proves nothing: which it is of, and which is trusted. Undefined: it says no such thing. */
export function anotherChain(text: string, showsWork: boolean, { chainId, genesis }: Trust): string | undefined {
  const own = chainIdIn(text);
  if (own === undefined || own === chainId) return undefined;
  const way = showsWork === (genesis.consensus.engine === 'pow') ? '' : WAYS[showsWork ? 'work' : 'votes'].en;
  return `it is of another chain than the genesis document${way}: its own has the id ${own}, and the document is of ${chainId}. Give the genesis document of its own chain`;
}

function chainIdIn(text: string): string | undefined {
  try {
    const { chainId } = (JSON.parse(text) ?? {}) as { chainId?: unknown };
    return typeof chainId === 'string' && /^[0-9a-f]{64}$/.test(chainId) ? chainId : undefined;
  } catch {
    return undefined; // No JSON.
  }
}

const escaped = (words: string): string => words.replace(/[()]/g, String.raw`\$&`);

/** What is said of it, in Chinese. */
export const ANOTHER_CHAIN_REASONS: readonly (readonly [said: RegExp, zh: string])[] = [{ en: '', zh: '' }, ...Object.values(WAYS)].map(({ en, zh }) => [
  new RegExp(`^it is of another chain than the genesis document${escaped(en)}: its own has the id (\\S+), and the document is of (\\S+)\\. Give the genesis document of its own chain$`),
  `它与创世文件不属于同一条链${zh}：它所属的链为 $1，创世文件的链为 $2。请提供它所属链的创世文件`,
]);
