import { completeParams } from '@bystack/chain-core/module/registry';
import { quota, quota2 } from '.';

const rate = (perMinute: number) => ({ perMinute, burst: 20 });

describe.each([quota, quota2])('quota $version', (module) => {
  it.each<[string, object, RegExp | undefined]>([
    ['the defaults', {}, undefined],
    ['members without a limit', { perMember: rate(0), others: rate(0) }, undefined],
    ['strangers who may write as much', { perMember: rate(60), others: rate(60) }, undefined],
    ['strangers who may write more', { perMember: rate(60), others: rate(61) }, /^Strangers may write up to 61 a minute, a member only 60 /],
    ['strangers without a limit', { perMember: rate(60), others: rate(0) }, /^Strangers may write without any limit \(0\), a member only 60 /],
  ])('warns of strangers who may write more than members: %s', (_name, params, words) => {
    const said = module.warnParams!(completeParams(module as never, params as never) as never, {});
    expect(said).toEqual(words === undefined ? [] : [{ en: expect.stringMatching(words), zh: expect.stringContaining('非成员') }]);
  });
});
