import type { ReactNode } from 'react';
import type { SignKind } from '../../parts/sign';

/** Something that needs a person, or is under way. */
export interface Wait {
  readonly key: string;
  readonly kind: SignKind;
  readonly word: string;
  readonly what: ReactNode;
  readonly sinceMs?: number | null;
  readonly link: ReactNode;
}
