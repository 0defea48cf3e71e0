import type { RuntimeKind } from '../agent';

export interface HostView {
  readonly id: string;
  readonly name: string;
  readonly runtime: RuntimeKind;
  readonly state: 'connected' | 'offline';
  readonly lastSeenAtMs: number | null;
  readonly agentVersion: string;
  readonly platform: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly diskFreeBytes: number;
  readonly nodesMax: number;
  readonly nodes: number;
  readonly spareKeys: number;
  readonly certificateExpiresAtMs: number | null;
  readonly trouble?: string;
}
export interface JoinTokenCreated {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly command: string;
}
