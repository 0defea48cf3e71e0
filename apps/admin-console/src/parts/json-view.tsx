import type { Json } from '@bystack/api';

/** JSON as it is, in a box that can be scrolled by keyboard. */
export function JsonView({ value, label }: { readonly value: Json; readonly label: string }) {
  return (
    <pre className="json" tabIndex={0} role="region" aria-label={label}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
