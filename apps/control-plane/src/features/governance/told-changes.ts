import type { DecidedChange, ProposedChange } from '@bystack/api';

/** A host that was taken over, or a node of another version, may answer anything: what is shown of proposals is looked at first. */
export function isProposed(value: unknown): value is ProposedChange {
  const { id, changes, note, proposedBy, proposedAtMs, expiresAtMs, approvals, rejections, needed, quorum, newcomers, confirmed, lastHeight } = (value ?? {}) as Partial<ProposedChange>;
  const isCounted = areNumbers([id, proposedBy, proposedAtMs, expiresAtMs, needed, quorum, lastHeight]) && areNumbers(approvals) && areNumbers(rejections);
  return isCounted && areTexts(newcomers) && areTexts(confirmed) && typeof note === 'string' && areChanges(changes);
}

export function isDecided(value: unknown): value is DecidedChange {
  const { ending, id, changes, note, proposedBy, proposedAtMs, approvals, rejections, validators, needed, quorum, height, timeMs, names, place } = (value ?? {}) as Partial<DecidedChange>;
  const isCounted = areNumbers([place, id, proposedBy, proposedAtMs, validators, needed, quorum, height, timeMs]) && areNumbers(approvals) && areNumbers(rejections);
  const isNamed = typeof names === 'object' && names !== null && areTexts(Object.values(names));
  return isCounted && isNamed && typeof note === 'string' && typeof ending?.outcome === 'string' && areChanges(changes);
}

function areNumbers(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => Number.isSafeInteger(value));
}

function areTexts(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof value === 'string');
}

function areChanges(values: unknown): boolean {
  return Array.isArray(values) && values.every((value) => typeof (value as { kind?: unknown } | null)?.kind === 'string');
}
