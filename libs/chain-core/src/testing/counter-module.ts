import { utf8, type PublicKey } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { defineModule } from '../module/define-module';
import type { ReadView } from '../module/definition/stores';

/** A small module for tests: a number anybody may raise, that can also refuse and break down on request. */
export const counter = defineModule<{ max: number }>({
  name: 'counter',
  version: '1.0.0',
  slot: 'contract',
  title: { en: 'Counter', zh: '计数器' },
  summary: { en: 'Counts.', zh: '计数。' },
  params: { type: 'object', additionalProperties: false, properties: { max: { type: 'integer', minimum: 1, default: 1000 } } },
  stores: { total: { number: 1, holds: 'The total, and the total of each actor' } },
  commands: {
    add: {
      title: { en: 'Add', zh: '增加' },
      payload: { type: 'object', additionalProperties: false, required: ['by'], properties: { by: { type: 'integer', minimum: 1 } } },
      check({ state, params }, { by }: { by: number }) {
        if (read(state, TOTAL) + by > params.max) refuse('COUNTER_FULL', { max: params.max });
      },
      apply({ state, actor, emit }, { by }: { by: number }) {
        const total = read(state, TOTAL) + by;
        state.put('total', TOTAL, utf8(String(total)));
        state.put('total', actor, utf8(String(read(state, actor) + by)));
        emit('added', { by, total });
      },
    },
    /** Applies, then refuses: what it applied must not stay. */
    'add-and-refuse': {
      title: { en: 'Add and refuse', zh: '增加并拒绝' },
      payload: { type: 'object' },
      apply({ state, emit }) {
        state.put('total', TOTAL, utf8('999'));
        emit('added', { by: 999, total: 999 });
        refuse('CHANGED_ITS_MIND');
      },
    },
    /** A bug. */
    break: {
      title: { en: 'Break', zh: '故障' },
      payload: { type: 'object' },
      apply({ state }) {
        state.put('total', TOTAL, utf8('666'));
        throw new RangeError('a bug in a module');
      },
    },
  },
  queries: {
    total: {
      title: { en: 'Total', zh: '总数' },
      args: { type: 'object', additionalProperties: false },
      answer: ({ state }) => read(state, TOTAL),
    },
  },
  events: { added: { title: { en: 'Added', zh: '已增加' }, data: { type: 'object', required: ['by', 'total'] } } },
  errors: { COUNTER_FULL: { status: 409, words: { en: 'The counter is full at {max}.', zh: '计数器已满（{max}）。' } } },
  methods: { total: ({ state }) => read(state, TOTAL) },
});

const TOTAL = utf8('total');

function read(state: ReadView, key: PublicKey): number {
  return Number(Buffer.from(state.get('total', key) ?? utf8('0')).toString());
}
