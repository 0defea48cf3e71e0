import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconLoader2, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type SignKind = 'good' | 'warn' | 'bad' | 'busy' | 'still' | 'unknown';
const ICONS = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconCircleX, busy: IconLoader2, still: IconPlayerStop, unknown: IconCircleDashed } as const;

/** A signal: a colour never stands alone, it has its icon and its word. */
export function Sign({ kind, children }: { readonly kind: SignKind; readonly children: ReactNode }) {
  const Icon = ICONS[kind];
  return (
    <span className={`sign ${kind}`}>
      <Icon size={16} stroke={2} aria-hidden className={kind === 'busy' ? 'turning' : undefined} />
      <span>{children}</span>
    </span>
  );
}
