import type { ChangeView } from '@bystack/api';
import { textOf } from './text-of';

const swap = (parameters: object): ChangeView[] => [{ kind: 'swap-module', module: 'quota', by: { name: 'fee', version: '1.0.0', parameters } } as ChangeView];

it.each([
  ['the same object made anew', swap({ asset: 'aa', perByte: 0 }), swap({ asset: 'aa', perByte: 0 }), true],
  ['parts in another order', swap({ asset: 'aa', perByte: 0 }), swap({ perByte: 0, asset: 'aa' }), true],
  ['another value', swap({ asset: 'aa', perByte: 0 }), swap({ asset: 'aa', perByte: 1 }), false],
  ['a part more', swap({ asset: 'aa' }), swap({ asset: 'aa', perByte: 0 }), false],
  ['lists in another order', swap({ tags: ['a', 'b'] }), swap({ tags: ['b', 'a'] }), false],
])('%s', (_, one, other, same) => expect(textOf(one) === textOf(other)).toBe(same));
