import type { RehearsalRun } from '@bystack/api';
import type { StepFact } from '../operations';

/** What a rehearsal waits to see, in order. @param run undefined: no node has begun */
export function stepFacts(run: RehearsalRun | undefined): readonly StepFact[] {
  const isOver = run !== undefined && run.report !== null;
  // While nothing is counted there is no telling how much is left.
  const of = Math.max(1, run?.of ?? 0);
  return [
    { name: 'begun', words: { en: 'A node tries the change out', zh: '节点已开始试运行' }, done: run ? 1 : 0, of: 1 },
    { name: 'carried', words: { en: 'Records are carried over on trial', zh: '试迁移记录' }, done: isOver ? of : Math.min(run?.done ?? 0, of - 1), of },
    { name: 'reported', words: { en: 'The report is here', zh: '报告已生成' }, done: isOver ? 1 : 0, of: 1 },
  ];
}
