import type { AuditHead } from '../agent';
import type { JsonObject } from '../json';

export interface AuditEntry {
  readonly sequence: number;
  readonly atMs: number;
  readonly actor: { readonly type: 'user' | 'api-key' | 'agent' | 'system'; readonly id: string; readonly name: string };
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly details: JsonObject;
  readonly previousHash: string;
  readonly hash: string;
}

/** `missing`: an entry is gone; `changed`: not as it was written; `cut-short`: a host keeps an entry past the end; `differs-from-witness`: a host keeps another hash. */
export interface AuditFault {
  readonly sequence: number;
  readonly reason: 'missing' | 'changed' | 'cut-short' | 'differs-from-witness';
}
export interface AuditVerification {
  readonly holds: boolean;
  readonly entries: number;
  readonly head: AuditHead;
  readonly firstFault?: AuditFault;
  /** How many connected hosts keep a head of this trail. Without any, a trail that was cut short cannot be told from a whole one. */
  readonly witnesses: number;
}
