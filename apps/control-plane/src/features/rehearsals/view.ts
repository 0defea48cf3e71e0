import type { Operation, RehearsalView, ReportView } from '@bystack/api';
import { changesWords, kernelWords, leftBehindWords, planWords } from '../governance';
import type { Modules } from '../modules';
import type { RehearsalRow } from './rows';
import { triedView } from './tried-words';

/** Changes of modules name neither seats nor organisations. */
const NOBODY = { name: (seat: number) => ({ label: `#${seat}` }), organisation: (organisation: string) => organisation };

/** A rehearsal as people need it: what was tried, how far it has come, what it would do. */
export function rehearsalView(row: RehearsalRow, { state, endedAtMs, problem }: Operation, modules: Modules): RehearsalView {
  const { id, changes, proposal, askedAtMs } = row;
  return { id, changes, proposal, words: changesWords(changes, { ...NOBODY, moduleNamed: (name, version) => modules.moduleNamed(name, version) }), state, askedAtMs, endedAtMs, problem, report: reportView(row, modules) };
}

function reportView({ changes, nodeId, height, tookMs, report, software }: RehearsalRow, modules: Modules): ReportView | null {
  if (report === null) return null;
  const { entries, blocks, samples, refusal, leftBehind = [], commands = [], warnings = [] } = report;
  return {
    ...{ nodeId: nodeId ?? '', height: height ?? 0, tookMs: tookMs ?? 0, entries, blocks, samples, software },
    plan: [...planWords(changes, report, modules), ...warnings],
    leftBehind: leftBehind.map((left) => ({ ...left, words: leftBehindWords(left) })),
    commands: commands.map(triedView),
    // A migration refuses in the words of the module that is to come.
    refusal: refusal ? { code: refusal.code, words: kernelWords(refusal, modules.cards().flatMap(({ errors }) => errors)) } : null,
  };
}
