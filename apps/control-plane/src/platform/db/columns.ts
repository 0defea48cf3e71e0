import { Column, type ColumnOptions } from 'typeorm';

const asNumber = { to: (value: unknown) => value, from: (value: string | null) => (value === null ? null : Number(value)) };

/** A bigint column that holds times and counters below 2^53. */
export function Whole(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'bigint', transformer: asNumber, ...options });
}

/** Ids are text on purpose: an id of any shape that is not there is simply not found. */
export function Text(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'text', ...options });
}

export function JsonColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'jsonb', ...options });
}

export function Binary(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'bytea', ...options });
}
