import { LIMITS, PROTOCOL_VERSION } from './limits';

/** Where versions of the protocol differ: what the blocks of one version obey. A new version is a row in PROTOCOLS; no row is ever changed or taken out. */
export interface ProtocolRules {
  /** What headers of its blocks say. */
  readonly version: number;
  /** Of one encoded transaction, however much genesis allows. */
  readonly transactionBytesMax: number;
}

/** What a program runs: oldest first, without a gap, from version 1 on. */
export type Protocols = readonly ProtocolRules[];

export interface ProtocolRange {
  readonly min: number;
  readonly max: number;
}

/** What this software runs. */
export const PROTOCOLS: Protocols = [{ version: PROTOCOL_VERSION, transactionBytesMax: LIMITS.transactionBytesMax }];

export function rangeOf(protocols: Protocols): ProtocolRange {
  return { min: protocols[0]!.version, max: protocols.at(-1)!.version };
}

/** Why a header of this version cannot be judged by this software; undefined: it can. */
export function unknownProtocol(version: number): string | undefined {
  const { min, max } = rangeOf(PROTOCOLS);
  return version >= min && version <= max ? undefined : `it is of protocol version ${version}, and this software knows versions up to ${max}: check it with a newer one`;
}
