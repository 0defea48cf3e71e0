import type { JsonObject } from '../json';

export type ChangeView = JsonObject & { readonly kind: string };
export interface ProposedChange {
  readonly id: number;
  /** Each with what it concerns. Nodes newer than the reader may know more kinds. */
  readonly changes: readonly ChangeView[];
  readonly note: string;
  /** Number of the seat that proposed it. */
  readonly proposedBy: number;
  readonly proposedAtMs: number;
  /** When it is forgotten, unless it is approved before. */
  readonly expiresAtMs: number;
  /** Numbers of the seats that approve, and how many must. */
  readonly approvals: readonly number[];
  readonly needed: number;
  /** Numbers of the seats that are against, and how many must have voted at all. */
  readonly rejections: readonly number[];
  readonly quorum: number;
  /** Node keys of new validators, and of those that have shown to be there. */
  readonly newcomers: readonly string[];
  readonly confirmed: readonly string[];
  /** Height of the last block before it takes effect; 0: not approved yet. */
  readonly lastHeight: number;
}
/** A proposal that is over (query `decided` of module `kernel`, args {before}), by place: the newest has the highest. Nodes newer than the reader may know more outcomes. */
export interface DecidedChange extends Pick<ProposedChange, 'id' | 'changes' | 'note' | 'proposedBy' | 'proposedAtMs' | 'approvals' | 'rejections' | 'needed' | 'quorum'> {
  readonly place: number;
  readonly ending: { readonly outcome: string; readonly firstHeight?: number; readonly code?: string; readonly facts?: JsonObject; readonly by?: number };
  readonly height: number;
  readonly timeMs: number;
  readonly validators: number;
  /** Of the seats that are spoken of, by number. */
  readonly names: Readonly<Record<string, string>>;
}
