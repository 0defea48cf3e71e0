import type { Operation } from '@bystack/api';
import { likelyCause, patienceMs, type WorkSeen } from './slow-founding';

type Problem = NonNullable<Operation['problem']>;

/** What no waiting will mend. */
const HOPELESS = new Set([
  'KEY_UNKNOWN',
  'KEY_BOUND_ELSEWHERE',
  'GENESIS_MISMATCH',
  'GENESIS_WITHOUT_KEY',
  'UNKNOWN_SOFTWARE',
  'INVALID_WISH',
  'BAD_NODE_CONFIG',
  'SOFTWARE_TOO_OLD',
]);
/** Kinds that want nodes to run; a node that is stopped or removed may be as broken as it likes. */
const STARTING: ReadonlySet<Operation['kind']> = new Set(['chain.create', 'chain.start', 'node.start', 'node.add']);

export interface StandStill {
  readonly kind: Operation['kind'];
  readonly steps: Operation['steps'];
  /** How long nothing was observed to move. */
  readonly idleMs: number;
  readonly idleMsMax: number;
  /** Problems that its nodes report. */
  readonly problems: readonly Problem[];
  /** Nodes nothing is heard of. */
  readonly silent: number;
  /** What was seen of the work; null where a committee decides. */
  readonly work: WorkSeen | null;
}

/** @returns why the operation has failed, or null while there is hope. */
export function whyFailed(facts: StandStill): Problem | null {
  const hopeless = STARTING.has(facts.kind) ? facts.problems.find(({ code }) => HOPELESS.has(code)) : undefined;
  return hopeless ?? overdue(facts);
}

/** Removal waits for as long as it takes: an offline host still has to let go of what it carries. */
function overdue({ kind, steps, idleMs, idleMsMax, problems: [said], silent, work }: StandStill): Problem | null {
  const step = steps.find(({ state }) => state === 'running');
  const mined = step?.name === 'first-final' ? work : null;
  const isWaiting = mined ? Math.min(idleMs, mined.agoMs) < patienceMs(idleMsMax, mined) : idleMs < idleMsMax;
  if (kind === 'chain.delete' || kind === 'node.remove' || isWaiting) return null;
  const { done, of } = step?.progress ?? { done: 0, of: 0 };
  const stood = `Nothing moved for ${Math.round(idleMs / 1000)} s at “${step?.words.en ?? ''}” (${done} of ${of}).`;
  if (said) return { code: said.code, detail: `${stood} The first problem reported: ${said.detail}` };
  if (silent > 0) return { code: 'HOST_OFFLINE', detail: `${stood} The hosts of ${silent} nodes are offline.` };
  const why = mined ? ` ${likelyCause(mined)}` : '';
  return { code: 'NO_PROGRESS', detail: `${stood}${why}` };
}
