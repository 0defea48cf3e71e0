import { PROTOCOLS, rangeOf, type Protocols } from '../protocol/protocol-versions';

/** Of one encoded transaction, in the version that follows. */
const NEXT_TRANSACTION_BYTES_MAX = 2048;

/** A software that runs one version of the protocol more than this one: what upgrades are tried out with. Nothing of the product reaches it. */
export const NEXT_PROTOCOLS: Protocols = [...PROTOCOLS, { version: rangeOf(PROTOCOLS).max + 1, transactionBytesMax: NEXT_TRANSACTION_BYTES_MAX }];
