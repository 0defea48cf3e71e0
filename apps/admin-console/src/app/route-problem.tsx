import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemPanel } from '../parts/problem-panel';

/** What a page shows when it could not even start. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  return (
    <main className="alone">
      <ProblemPanel error={error} onRetry={() => (reset(), window.location.reload())} />
    </main>
  );
}
