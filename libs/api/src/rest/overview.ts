import type { AuditEntry } from './audit';
import type { ChainView } from './chains';
import type { HostView } from './hosts';
import type { Operation } from './operations';

export interface Overview {
  readonly chains: readonly ChainView[];
  readonly hosts: readonly HostView[];
  readonly operations: readonly Operation[];
  readonly recent: readonly AuditEntry[];
}
