import type { ChangeView } from '@bystack/api';
import { hashKey } from '@tanstack/react-query';

/** What changes say, whatever the order in which their parts were filled in: two of equal text ask for the same. */
export function textOfChanges(changes: readonly ChangeView[] | null): string {
  return hashKey([changes]);
}
