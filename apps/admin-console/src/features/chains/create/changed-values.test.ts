import { changedValues } from './changed-values';

const quota = (params: object, module = 'quota', version = '1.0.0') => ({ module, version, params }) as never;
const preset = quota({ perMember: { perMinute: 600, burst: 200 }, perRole: [{ role: 'a' }] });

test.each<[string, never, unknown[]]>([
  ['nothing', quota({ perRole: [{ role: 'a' }], perMember: { burst: 200, perMinute: 600 } }), []],
  ['one value', quota({ perMember: { perMinute: 60, burst: 200 }, perRole: [{ role: 'a' }] }), [['perMember.perMinute', 600, 60]]],
  ['what is new and what is gone', quota({ perMember: { perMinute: 600 }, perRole: [{ role: 'a' }, { role: 'b' }] }), [['perMember.burst', 200, undefined], ['perRole.2.role', undefined, 'b']]],
  ['all of another module', quota({ perMinute: 600 }, 'fee'), [['perMinute', undefined, 600]]],
])('%s is told as changed', (_what, choice, expected) => {
  expect(changedValues(preset, choice).map(({ path, before, after }) => [path.join('.'), before, after])).toEqual(expected);
});
