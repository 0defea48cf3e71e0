import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anotherChain } from './another-chain';
import { evidenceWords } from './evidence-words';
import { readTrust, withCheckpoint } from './read-trust';
import { verifyOffline } from './verify-offline';

const CORE = join(__dirname, '../../../chain-core/src');
const TEXT = String.raw`('(?:[^'\\]|\\.)*'|"[^"]*"|\`[^\`]*\`)`;
/** Where a reason is given, or looked up in a table. */
const GIVEN = [String.raw`receiptInvalid\([^\n]*?, ${TEXT}\)`, String.raw`place\([^\n]*, ${TEXT}\)`, String.raw`^  [A-Z_]+: ${TEXT},$`, String.raw`return ${TEXT};`, String.raw`undefined : ${TEXT};`];

/** Every sentence in the sources that evidence is refused with, with sevens for what is filled in. */
function reasons(): string[] {
  const files = ['protocol', 'protocol/pow', 'light'].flatMap((folder) => readdirSync(join(CORE, folder)).filter((name) => name.endsWith('.ts') && !name.includes('.test.')).map((name) => join(CORE, folder, name)));
  const sources = files.map((file) => readFileSync(file, 'utf8')).filter((source) => /receiptInvalid|unknownProtocol\(version/.test(source));
  const found = sources.flatMap((source) => GIVEN.flatMap((pattern) => [...source.matchAll(new RegExp(pattern, 'gm'))].map((match) => match[1]!)));
  return [...new Set(found.filter((text) => text.includes(' ')).map((text) => text.slice(1, -1).replace(/\$\{length === undefined[^]*?\}`\}/g, '7 bytes').replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, '7')))];
}

it('says in Chinese whatever evidence can be refused for', () => {
  const all = reasons();
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((said) => !/[一-鿿]/.test(evidenceWords(said).zh))).toEqual([]);
});

const failure = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it held');
};

it('says so of real failures, and keeps what was found', () => {
  expect(evidenceWords(failure(() => readTrust(Buffer.from('{}')))).zh).toMatch(/^它不是逐字节一致的创世文件：.+。请用 `bystack chains genesis CHAIN -o genesis.json` 获取/);
  const trust = { genesis: {} as never, chainId: '00' };
  expect(evidenceWords(failure(() => withCheckpoint(trust, '{}'))).zh).toMatch(/^它不是检查点：/);
  expect(evidenceWords(failure(() => verifyOffline('hello', trust))).zh).toMatch(/^文件不是 JSON：/);
  expect(evidenceWords('must be an object')).toEqual({ en: 'must be an object', zh: '须为对象' });
  expect(evidenceWords('there must be one for each of the 3 committee changes, not 2').zh).toBe('委员会变更共 3 次，每次须有一份，而不是 2 份');
  expect(evidenceWords('something new')).toEqual({ en: 'something new', zh: 'something new' });
});

it.each<[string, 'bft' | 'pow', string, RegExp, RegExp]>([
  ['work, where a committee signs', 'bft', 'bystack-work-receipt/1', /^it is of another chain than the genesis document \(it shows work, as of open competition, and on that of the genesis document a committee signs\): its own has the id f{64}, and the document is of 0{64}\. Give the genesis document of its own chain$/, /^它与创世文件不属于同一条链（它出示的是开放竞争的工作量，而创世文件的链由委员会签名）：它所属的链为 f{64}，/],
  ['work, where it is asked for', 'pow', 'bystack-work-receipt/1', /document: its own has the id/, /^它与创世文件不属于同一条链：它所属的链为 f{64}，创世文件的链为 0{64}。/],
])('says of evidence of another chain that it is: %s', (_what, engine, format, en, zh) => {
  const trust = { genesis: { consensus: { engine } } as never, chainId: '0'.repeat(64) };
  const said = anotherChain(JSON.stringify({ format, chainId: 'f'.repeat(64) }), true, trust)!;
  expect([said, evidenceWords(said).zh]).toEqual([expect.stringMatching(en), expect.stringMatching(zh)]);
  expect(anotherChain(JSON.stringify({ format, chainId: trust.chainId }), true, trust)).toBeUndefined();
  for (const text of ['', 'null', '{"chainId": 7}', '{"chainId": "\\n"}']) expect(anotherChain(text, true, trust)).toBeUndefined();
});
