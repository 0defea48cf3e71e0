import type { CallView, CommitteeView, JsonObject } from '@bystack/api';
import { commandTold } from './command-words';
import type { SeatsSeen } from './seats';

const seen = {
  committee: { chainSeats: [{ seat: 3, nodeKey: 'aa' }] } as unknown as CommitteeView,
  own: [], nodeOf: () => null, organisation: (id: string) => id, moduleNamed: () => undefined,
  name: (seat: number) => ({ seat, organisation: 'Mills', label: `mill-${seat}`, nodeId: null }),
} satisfies SeatsSeen;
const told = (command: string, payload: JsonObject | string, actor = 'aa') => commandTold({ module: 'kernel', command, actor, payload } satisfies CallView, seen);

test('a proposal says what it would change, from when, and why', () => {
  const { seat, sentences } = told('propose-change', { changes: [{ kind: 'remove-seat', seat: 3 }, { kind: 'cancel-change', change: 4 }], note: 'It left.', atHeight: 90 });
  expect(seat).toMatchObject({ seat: 3, label: 'mill-3' });
  expect(sentences.map(({ en }) => en)).toEqual(['“mill-3” loses its seat.', 'Proposal 4 is cancelled: it does not take effect.', 'Not before block 90.', 'It says why: “It left.”']);
  expect(sentences.every(({ zh }) => /[一-鿿]/.test(zh))).toBe(true);
});

test.each<[string, JsonObject | string, string[]]>([
  ['approve-change', { change: 7 }, ['It is about proposal 7.']],
  ['announce-protocols', { min: 1, max: 2 }, ['Its software knows protocol versions 1 to 2.']],
  ['report-equivocation', { first: '00', second: '01' }, []],
  ['propose-change', { changes: 'none', note: 4 }, []],
  ['propose-change', { changes: [null, 5, { kind: null }] }, ['?.', '?.', '?.']],
  ['constructor', '00ff', []],
])('%s of %j', (command, payload, sentences) => {
  expect(told(command, payload).sentences.map(({ en }) => en)).toEqual(sentences);
});

test('whoever has no seat now is named by no label', () => {
  expect(told('approve-change', { change: 1 }, 'bb').seat).toBeNull();
});
