import { StartGate } from './start-gate';

const ANSWER = new Uint8Array(1);
const LIE = new Uint8Array(0);

/** A gate with a hand-turned clock. */
function gateOf(answersNeeded: number, heed: (recalled: Uint8Array) => number | undefined = () => 0) {
  const asked: number[] = [];
  const opened: number[] = [];
  const connected = new Set<number>();
  let due: (() => void) | undefined;
  const gate = new StartGate({ answersNeeded }, {
    ask: (seat) => asked.push(seat),
    connected: () => [...connected],
    later: (_pauseMs, call) => {
      due = call;
      return () => (due = undefined);
    },
    heed,
    onOpen: (abstainsUpTo) => opened.push(abstainsUpTo),
  });
  const connect = (seat: number) => {
    connected.add(seat);
    gate.onSeatConnected(seat);
  };
  const turnClock = () => {
    const call = due;
    due = undefined;
    call?.();
    return call !== undefined;
  };
  return { gate, asked, opened, connect, disconnect: (seat: number) => connected.delete(seat), turnClock };
}

test('a seat whose answer was lost is asked again until it answers', () => {
  const { gate, asked, opened, connect, turnClock } = gateOf(2);
  connect(0);
  connect(1);
  gate.onAnswer(0, ANSWER);
  for (let i = 0; i < 3; i += 1) expect(turnClock()).toBe(true);
  expect(asked).toEqual([0, 1, 1, 1, 1]);
  expect(opened).toEqual([]);
  gate.onAnswer(1, ANSWER);
  expect(opened).toEqual([0]);
  expect(turnClock()).toBe(false);
});

test('nobody is asked while nobody is connected, and no timer runs then', () => {
  const { gate, asked, connect, disconnect, turnClock } = gateOf(2);
  gate.begin();
  expect(turnClock()).toBe(false);
  connect(3);
  disconnect(3);
  expect(turnClock()).toBe(true);
  expect(turnClock()).toBe(false);
  connect(3);
  expect(asked).toEqual([3, 3]);
  gate.close();
  expect(turnClock()).toBe(false);
});

test('it opens once, with the highest view that anybody recalls, when a quorum has answered; alone it opens at once', () => {
  const views = [4, 9, 2];
  const { gate, opened, connect } = gateOf(2, (recalled) => (recalled === LIE ? undefined : views.shift()));
  for (const seat of [0, 1, 2]) connect(seat);
  expect(gate.onAnswer(2, LIE)).toBe(false);
  expect(gate.onAnswer(0, ANSWER)).toBe(true);
  expect(gate.onAnswer(0, ANSWER)).toBe(true);
  expect(opened).toEqual([]);
  expect(gate.onAnswer(1, ANSWER)).toBe(true);
  expect(gate.onAnswer(2, LIE)).toBe(true);
  expect(opened).toEqual([9]);
  const alone = gateOf(0);
  alone.gate.begin();
  expect(alone.opened).toEqual([0]);
});
