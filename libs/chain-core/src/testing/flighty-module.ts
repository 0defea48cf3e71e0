import { EventEmitter } from 'node:events';
import timers from 'node:timers';
import { utf8 } from '../primitives/bytes';
import { defineModule, type ApplyContext, type ModuleDefinition } from '../module';

type Apply = ApplyContext<object>;
const words = { en: 'Flighty', zh: '轻浮' };
const KEY = utf8('calls');
/** What timers of its have done: nothing, or the next call would write something else on each node. */
let late = 0;

const fail = (): never => { throw new Error('thrown when nobody listens'); };
const lateAndFail = (): never => { late += 1; return fail(); };

/** Ways to leave something running that throws, or goes on for ever. */
const WAYS: Readonly<Record<string, (context: Apply) => unknown>> = {
  timer: () => setTimeout(lateAndFail, 0),
  'timer of the library': () => timers.setTimeout(lateAndFail, 1),
  'timer after a while': () => void Promise.resolve().then(() => setTimeout(lateAndFail, 0)),
  interval: () => setInterval(lateAndFail, 0),
  immediate: () => setImmediate(lateAndFail),
  tick: () => process.nextTick(fail),
  'tick in a microtask': () => queueMicrotask(() => process.nextTick(fail)),
  microtask: () => queueMicrotask(fail),
  'microtask after a while': () => void Promise.resolve().then(() => queueMicrotask(fail)),
  promise: () => void Promise.reject(new Error('nobody waits for this')),
  'something else': () => process.nextTick(() => new EventEmitter().emit('error', 'not even an error')),
  file: () => void import('node:fs').then(({ readFile }) => readFile('/there is no such file', fail)),
  'what it was given': ({ state }) => process.nextTick(() => state.put('calls', KEY, utf8('666'))),
};
export const FLIGHTY_WAYS: readonly string[] = Object.keys(WAYS);

function count({ state }: Pick<Apply, 'state'>): void {
  const before = Number(Buffer.from(state.get('calls', KEY) ?? utf8('0')).toString());
  state.put('calls', KEY, utf8(String(before + 1 + late)));
}

/** Counts its calls, and leaves something running at each. `isAsync`: it promises its answers, and also has one that waits for a timer. */
export function flightyOf(name: string, isAsync: boolean): ModuleDefinition<object> {
  const left = (context: Apply, way: string): void => (WAYS[way]!(context), count(context));
  const payload = { type: 'object', additionalProperties: false, required: ['way'], properties: { way: { type: 'string', enum: FLIGHTY_WAYS } } };
  return defineModule<object>({
    name, version: '1.0.0', slot: 'contract', title: words, summary: words, ...(isAsync && { async: true }),
    params: { type: 'object', additionalProperties: false, properties: {} },
    stores: { calls: { number: 1, holds: 'How often it was called' } },
    commands: {
      leave: { title: words, payload, apply: isAsync ? async (context: Apply, { way }: { way: string }) => (await undefined, left(context, way)) : (context: Apply, { way }: { way: string }) => left(context, way) },
      'leave-in-check': { title: words, payload, check: (context, { way }: { way: string }) => void WAYS[way]!(context as Apply), apply: count },
      ...(isAsync && {
        /** A tick that throws, and then an answer that must not come, whatever the tick does to what else is queued. */
        wait: { title: words, payload: { type: 'object' }, apply: async (context: Apply) => { process.nextTick(fail); await new Promise((resolve) => setTimeout(resolve, 0)); count(context); } },
      }),
    },
    queries: { calls: { title: words, args: { type: 'object' }, answer: ({ state }) => Number(Buffer.from(state.get('calls', KEY) ?? utf8('0')).toString()) } },
  });
}
export const FLIGHTY = [flightyOf('flighty', false), flightyOf('flighty-later', true)];
