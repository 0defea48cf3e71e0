import type { ModuleCard, SlotName } from '@bystack/api';
import { offeredIn } from './offered';

const words = { en: '', zh: '' };
const card = (name: string, version: string, slot: SlotName = 'transactions'): ModuleCard => ({ name, version, slot, title: words, summary: words, params: {}, needs: [], commands: [], queries: [], events: [], errors: [] });
const cards = [card('fee', '1.0.0'), card('quota', '1.9.0'), card('quota', '1.10.0'), card('quota', '3.0.0', 'identity')];

test.each([
  ['quota', '1.10.0', ['fee 1.0.0', 'quota 1.10.0']],
  ['fee', '1.0.0', ['fee 1.0.0', 'quota 1.10.0']],
  ['quota', '1.9.0', ['fee 1.0.0', 'quota 1.9.0', 'quota 1.10.0']],
])('of each module the newest version is offered, beside %s %s, which is chosen', (module, version, offered) => {
  expect(offeredIn(cards, 'transactions', { module, version, params: {} }).map((each) => `${each.name} ${each.version}`)).toEqual(offered);
});
