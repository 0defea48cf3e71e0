import type { PlanLine } from '@bystack/api';
import { Sign } from '../../../parts/sign';
import { useWords } from '../../../platform/texts';

/** What becomes of records; what cannot be undone has its sign. */
export function PlanLines({ plan }: { readonly plan: readonly PlanLine[] }) {
  const say = useWords();
  return (
    <ul className="plan">
      {plan.map(({ words, isWarning }) => <li key={words.en}>{isWarning ? <Sign kind="warn">{say(words)}</Sign> : say(words)}</li>)}
    </ul>
  );
}
