import type { PackageSwap } from '@bystack/api';
import { leftBehindWords } from './package-words';
import { planWords } from './plan-words';

const known = { moduleNamed: () => ({ title: { en: 'Rule book', zh: '规则手册' }, params: {} }) };
const changes = [{ kind: 'swap-package', module: 'rule-book', package: 'loans@2.0.0' }];
const swap: PackageSwap = { module: 'rule-book', from: 'loans@1.0.0', to: 'loans@2.0.0', carriesOver: true, leftBehind: [], back: { carriesOver: true, leftBehind: [] } };
const renewal = { from: 'rule-book@2.0.0', to: 'rule-book@2.0.0', carriesOver: true, carriesBack: true };
const said = (packages: readonly PackageSwap[]) => planWords(changes, { modules: packages.filter(({ carriesOver }) => carriesOver).map(() => renewal), packages }, known);

describe('what another package does to records, in words', () => {
  it('calls both sides by their packages', () => {
    expect(said([swap])[0]!.words.en).toBe('The records of “Rule book (loans@1.0.0)” are carried over to “Rule book (loans@2.0.0)”, a few in each block, before it takes effect; the chain goes on meanwhile.');
  });

  it.each<[string, Partial<PackageSwap>, readonly (string | RegExp)[]]>([
    ['all come along, there and back', {}, [/“loans@1.0.0” says how the records of “loans@2.0.0” become its own again/]],
    ['the old package has no such kinds', { back: { carriesOver: false, leftBehind: ['item'] } }, [/^! The rules “loans@1.0.0” can be put in force again .* no way back for records of “item”: “loans@1.0.0” has no such kind/]],
    ['the old package cannot follow', { back: null }, [/^! There is no way back: “loans@1.0.0” cannot take the place of “loans@2.0.0” again/]],
    ['some kinds are not carried over', { leftBehind: ['tool', 'key'] }, [/^! Records of “tool”, “key” come to nothing: “loans@2.0.0” does not say/, /says how the records/]],
    ['records stay', { carriesOver: false, back: { carriesOver: false, leftBehind: [] } }, [/^The way back to “loans@1.0.0” is a change like this one; records stay/]],
    ['records stay, and count no more', { carriesOver: false, leftBehind: ['tool'], back: { carriesOver: true, leftBehind: ['tool'] } }, [/^! Records of “tool” do not count while “loans@2.0.0” is in force/, /^! The rules .* no way back for records of “tool”: “loans@1.0.0” does not say/]],
  ])('%s', (_, given, expected) => {
    const lines = said([{ ...swap, ...given }]).slice(1).map(({ words, isWarning }) => `${isWarning ? '! ' : ''}${words.en}`);
    expect(lines).toEqual(expected.map((pattern) => expect.stringMatching(pattern) as string));
  });

  it('counts what comes to nothing', () => {
    expect(leftBehindWords({ module: 'rule-book@2.0.0', store: 'records', entries: 8, of: 8 }).en).toMatch(/^8 of 8 entries of “records” would come to nothing/);
  });
});

describe('what a successor takes over, in words', () => {
  const takenOver = { outputs: 3, assets: [{ assetId: 'aa', amount: '1030' }, { assetId: 'bb', amount: '1000' }], areAll: true, givesBack: true };
  const told = (given: Partial<typeof takenOver>) =>
    planWords([{ kind: 'swap-module' }], { modules: [{ from: 'market@1.0.0', to: 'bazaar@1.0.0', carriesOver: true, carriesBack: true, takenOver: { ...takenOver, ...given } }] }, { moduleNamed: () => undefined })
      .slice(1, 3)
      .map(({ words, isWarning }) => [isWarning, words]);

  it('how much of what, to whom, and that it could come back', () =>
    expect(told({})).toEqual([
      [true, { en: '“bazaar@1.0.0” takes over what “market@1.0.0” holds for all and nobody owns alone: 3 outputs, 1030 of the asset aa, 1000 of the asset bb. It spends them by its own rules from its first block on.', zh: '“bazaar@1.0.0”接管“market@1.0.0”为众人持有、不专属任何人的资产：3 个输出，资产 aa 共 1030，资产 bb 共 1000。自其首个区块起按自身规则动用。' }],
      [false, { en: '“market@1.0.0” could take them over again, by a vote like this one.', zh: '通过同样的表决，“market@1.0.0”可以再次接管这些资产。' }],
    ]));

  it('that there is more, and no way back', () =>
    expect(told({ outputs: 1, areAll: false, givesBack: false })).toEqual([
      [true, expect.objectContaining({ en: expect.stringContaining('1 output, 1030 of the asset aa, 1000 of the asset bb, and more. It spends') as string })],
      [true, expect.objectContaining({ en: expect.stringContaining('it cannot come back while “bazaar@1.0.0” holds any') as string })],
    ]));
});
