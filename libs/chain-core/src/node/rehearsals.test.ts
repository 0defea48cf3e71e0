import type { RehearsalReport } from '../execution';
import { NODE } from './limits';
import { Rehearsals, type Trial } from './rehearsals';

const clock = { nowMs: () => 1_000, later: () => () => undefined };
const fatal: unknown[] = [];
const fresh = () => new Rehearsals({ clock, onFatal: (error) => fatal.push(error) });

/** Takes so many steps, and has so many entries to report. */
function trial(entries: number, steps = 1): Trial {
  const report: RehearsalReport = { modules: [], packages: [], leftBehind: [], commands: [], entries, blocks: 1, samples: [], refusal: null };
  return { step: () => (steps -= 1) >= 0, progress: { done: entries, of: entries }, report };
}

test('the newest reports stay to be read, whatever began since, and older ones are forgotten', async () => {
  const rehearsals = fresh();
  const ids: string[] = [];
  for (let i = 0; i <= NODE.rehearsalsKept; i += 1) {
    const { id } = rehearsals.begin(7, () => trial(i));
    ids.push(id);
    expect(() => rehearsals.begin(7, () => trial(0))).toThrow('REHEARSAL_RUNS');
    await rehearsals.end(id);
  }
  expect(() => rehearsals.find(ids[0]!)).toThrow('NO_SUCH_REHEARSAL');
  expect(ids.slice(1).map((id) => rehearsals.find(id).report!.entries)).toEqual(Array.from({ length: NODE.rehearsalsKept }, (_, i) => i + 1));
});

test('no two runs share an id: not within one millisecond at one height, and not after the node was started again', async () => {
  const ids = new Set<string>();
  for (const rehearsals of [fresh(), fresh()]) {
    for (let i = 0; i < 3; i += 1) {
      const { id } = rehearsals.begin(7, () => trial(i));
      ids.add(id);
      await rehearsals.end(id);
    }
  }
  expect(ids.size).toBe(6);
});

test('what runs when the node ends comes to nothing, what cannot begin leaves nothing behind, and what breaks is told', async () => {
  const rehearsals = fresh();
  expect(() => rehearsals.begin(7, () => { throw new Error('no such change'); })).toThrow('no such change');
  const { id } = rehearsals.begin(7, () => ({ ...trial(1), step: () => { throw new Error('broken'); } }));
  expect(rehearsals.find(id)).toMatchObject({ done: 1, of: 1, report: undefined });
  await expect(rehearsals.end(id)).rejects.toThrow('NO_SUCH_REHEARSAL');
  expect(fatal).toEqual([new Error('broken')]);
  const endless = rehearsals.begin(7, () => trial(1, Infinity));
  await rehearsals.close();
  expect(() => rehearsals.find(endless.id)).toThrow('NO_SUCH_REHEARSAL');
});
