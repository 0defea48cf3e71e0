import { hashKey } from '@tanstack/react-query';

/** What a value says, whatever the order in which its parts were filled in: two of equal text are the same. */
export function textOf(value: unknown): string {
  return hashKey([value]);
}
