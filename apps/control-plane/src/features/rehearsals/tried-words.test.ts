import type { CommandsTried, TriedRefusal } from '@bystack/api';
import { triedView } from './tried-words';

const TRIED: CommandsTried = { module: 'rule-book@2.0.0', fromHeight: 3, toHeight: 90, isAll: true, tried: 12, accepted: 9, refused: 1, failed: 2, setAside: 0, kinds: [{ kind: 'weigh', tried: 12, accepted: 9 }], refusals: [], more: 0 };
const REFUSAL: TriedRefusal = {
  kind: 'weigh', code: 'BASKET_WRONG', facts: { basket: 'b7' }, words: { en: 'Basket {basket} cannot be.', zh: '{basket} 号篮不对。' }, place: '/commands/weigh/guards/0/require', rule: 'data.weight > 0', field: '', failure: null, count: 1,
  sample: { height: 40, txId: 'ab', payload: { command: 'weigh', data: { basket: 'b7' } } },
};
const said = (of: Partial<CommandsTried>) => triedView({ ...TRIED, ...of }).words;
const reason = (of: Partial<TriedRefusal>) => triedView({ ...TRIED, refusals: [{ ...REFUSAL, ...of }] }).refusals[0]!;

describe('what new rules would say of recorded commands', () => {
  it('is counted in a sentence', () => {
    expect(said({})).toEqual({
      en: 'The new rules were tried on the newest 12 commands recorded in blocks 3 to 90: 9 would be accepted, 1 refused by rules that say no, 2 refused because a rule fails.',
      zh: '新规则已对区块 3 至 90 中最新的 12 条已记录命令进行试验：接受 9 条，因规则不允许而拒绝 1 条，因规则出错而拒绝 2 条。',
    });
    expect(said({ isAll: false, setAside: 1 }).en).toMatch(/fails\. Older ones were not tried\. 1 command was not tried, for the rules in force would refuse it today, too\.$/);
    expect(said({ tried: 0, setAside: 4 })).toEqual({ en: expect.stringMatching(/^Nothing was recorded in blocks 3 to 90 .* 4 commands were not tried/), zh: expect.stringContaining('另有 4 条') });
    expect(said({ tried: 1, accepted: 1, refused: 0, failed: 0 }).en).toContain('the newest command recorded');
  });

  it('tells a rule that says no from one that fails, by the words of its code', () => {
    expect(reason({}).words).toEqual({ en: '“weigh”: data.weight > 0 (/commands/weigh/guards/0/require) says no to 1 of 12: BASKET_WRONG, “Basket b7 cannot be.”', zh: '“weigh”：data.weight > 0（/commands/weigh/guards/0/require）拒绝 12 条中的 1 条：BASKET_WRONG，“b7 号篮不对。”' });
    const failed = (why: 'no-field' | 'kinds' | 'other', detail: string) => reason({ failure: { why, detail }, count: 2 }).words;
    expect(failed('no-field', 'baskt').en).toMatch(/fails for 2 of 12: it reads the field “baskt”, which is not there\. What fails is refused: BASKET_WRONG, /);
    expect(failed('kinds', '> (string, int)')).toEqual({ en: expect.stringMatching(/> \(string, int\); a number with a fraction is a text/), zh: expect.stringMatching(/出错：.*> \(string, int\).*小数是文本/) });
    expect(failed('other', 'int divide by zero').en).toContain('comes to no answer (int divide by zero).');
  });

  it('names the place alone where there is more to read', () => expect(reason({ place: '/commands/weigh/data', rule: null }).words).toEqual({ en: expect.stringMatching(/^“weigh”: \/commands\/weigh\/data says no/), zh: expect.stringMatching(/^“weigh”：\/commands\/weigh\/data 拒绝/) }));

  it('gives the beginning of a long rule', () => expect(reason({ rule: 'x'.repeat(500) }).words.en).toMatch(/^“weigh”: x{160}… \(/));

  it('says what is wrong with data in both languages', () => {
    const words = { en: 'The data does not fit at {path}: it {reason}.', zh: '数据在 {path} 处不符合要求：{reason}。' };
    expect(reason({ code: 'DATA_INVALID', words, facts: { path: '/lots/3/name', reason: 'is missing' }, field: '/lots/*/name' })).toMatchObject({ field: '/lots/*/name', words: { en: expect.stringContaining('“The data does not fit at /lots/3/name: it is missing.”'), zh: expect.stringMatching(/“数据在 \/lots\/3\/name 处不符合要求：(?!is missing)/) } });
  });
});
