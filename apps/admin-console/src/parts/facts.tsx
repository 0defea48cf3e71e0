import type { ReactNode } from 'react';

export type Fact = readonly [term: string, value: ReactNode];

/** Terms and their values, in one aligned list. */
export function Facts({ rows }: { readonly rows: readonly Fact[] }) {
  return (
    <dl className="facts">
      {rows.map(([term, value], index) => (
        <div key={index}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
