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
