import type { PlanLine } from '@bystack/api';

export function line(en: string, zh: string): PlanLine {
  return { words: { en, zh }, isWarning: false };
}

export function warning(en: string, zh: string): PlanLine {
  return { ...line(en, zh), isWarning: true };
}
