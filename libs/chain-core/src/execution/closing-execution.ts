import { EMPTY } from '../primitives/bytes';
import { ZERO_HASH } from '../protocol/ids';
import type { StateVersion } from '../state/state-version';
import type { ParentBlock } from './check-header';
import type { Execution } from './run-block';

/** What a closing block does: nothing. Its state is its parent's. */
export function closingExecution({ header, state }: ParentBlock & { readonly state: StateVersion }): Execution {
  return {
    results: [],
    resultBytes: [],
    blockResult: { events: [], effects: [] },
    blockResultBytes: EMPTY,
    state: state.commit(state.begin()),
    transactionsRoot: ZERO_HASH,
    resultsRoot: ZERO_HASH,
    stateRoot: header.stateRoot,
    nextCommitteeHash: header.nextCommitteeHash,
  };
}
