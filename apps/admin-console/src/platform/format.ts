import { useTranslation } from 'react-i18next';
import { useLanguage } from './texts';

const LOCALE = { en: 'en-GB', zh: 'zh-CN' } as const;

export function shorten(id: string, head = 8, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}

/** `2025-11-21 03:09:12 UTC` */
export function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

export interface Format {
  /** A number with the name of what is counted, in the form that goes with it: `1 entry`, `1,200 entries`. */
  counted(what: 'entries' | 'blocks' | 'records', count: number): string;
  number(value: number, digits?: number): string;
  /** Large counts in few digits. */
  compact(value: number | bigint): string;
  bytes(value: number): string;
  /** Milliseconds in the two largest units that say something. */
  duration(ms: number): string;
  ago(ms: number, nowMs: number): string;
  time(ms: number): string;
  clock(ms: number): string;
  /** `a, b and c` */
  listed(words: readonly string[]): string;
}

/** Numbers, sizes, times and durations as the reader's language writes them. */
export function useFormat(): Format {
  const { t } = useTranslation();
  const locale = LOCALE[useLanguage()];
  const number = (value: number, digits = 0) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
  const duration = (ms: number): string => {
    if (ms < 1) return t('unit.atOnce');
    if (ms < 1_000) return t('unit.ms', { n: number(ms) });
    if (ms < 10_000) return t('unit.s', { n: number(ms / 1_000, 1) });
    const seconds = Math.round(ms / 1_000);
    if (seconds < 60) return t('unit.s', { n: number(seconds) });
    const minutes = Math.floor((seconds % 3_600) / 60);
    if (seconds < 3_600) return [t('unit.min', { n: minutes }), ...(seconds % 60 === 0 ? [] : [t('unit.s', { n: seconds % 60 })])].join(' ');
    if (seconds < 86_400) return [t('unit.h', { n: Math.floor(seconds / 3_600) }), ...(minutes === 0 ? [] : [t('unit.min', { n: minutes })])].join(' ');
    return t('unit.d', { n: number(Math.floor(seconds / 86_400)) });
  };
  return {
    number,
    counted: (what, count) => t(`counted.${what}`, { count, number: number(count) }),
    duration,
    compact: (value) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value),
    bytes(value) {
      const steps = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
      const step = value < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log2(value) / 10));
      return `${number(value / 1_024 ** step, step < 3 ? 0 : 1)} ${steps[step]}`;
    },
    ago(ms, nowMs) {
      const passed = Math.max(0, nowMs - ms);
      if (passed < 1_000) return t('unit.justNow');
      if (passed < 60_000) return t('unit.ago', { time: t('unit.s', { n: Math.floor(passed / 1_000) }) });
      if (passed < 3_600_000) return t('unit.ago', { time: t('unit.min', { n: Math.floor(passed / 60_000) }) });
      if (passed < 86_400_000) return t('unit.ago', { time: t('unit.h', { n: Math.floor(passed / 3_600_000) }) });
      return t('unit.ago', { time: t('unit.d', { n: number(Math.floor(passed / 86_400_000)) }) });
    },
    time: (ms) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(ms),
    clock: (ms) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(ms),
    listed: (words) => new Intl.ListFormat(locale).format(words),
  };
}
