import { type RefObject, useEffect, useRef, useState } from 'react';

/** Shorter lists are drawn whole. */
const WHOLE_UP_TO = 200;
const SPARE = 20;

interface VisibleRows<T> {
  readonly body: RefObject<HTMLTableSectionElement | null>;
  readonly above: number;
  readonly below: number;
  readonly visible: readonly T[];
}

/** Of a long list, the rows in and near the window; the rest is two empty rows of the right height. Rows are taken to be as high as the first. */
export function useVisibleRows<T>(rows: readonly T[]): VisibleRows<T> {
  const body = useRef<HTMLTableSectionElement>(null);
  const [span, setSpan] = useState({ from: 0, to: WHOLE_UP_TO, height: 41 });
  const long = rows.length > WHOLE_UP_TO;
  useEffect(() => {
    if (!long) return undefined;
    const measure = () => {
      const height = body.current?.querySelector('tr[role="row"]')?.getBoundingClientRect().height || 41;
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const from = Math.max(0, Math.floor(-top / height) - SPARE);
      setSpan({ from, to: from + Math.ceil(window.innerHeight / height) + 2 * SPARE, height });
    };
    measure();
    window.addEventListener('scroll', measure, { passive: true });
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
    };
  }, [long, rows.length]);
  if (!long) return { body, above: 0, below: 0, visible: rows };
  const to = Math.min(rows.length, span.to);
  return { body, above: span.from * span.height, below: (rows.length - to) * span.height, visible: rows.slice(span.from, to) };
}
