import { NODE_EXIT } from '@bystack/api';
import { failureOfExit } from './exit-code';

const ASSERTION = "node: ../deps/leveldb/leveldb-1.20/db/dbformat.h:99: leveldb::Slice leveldb::ExtractUserKey(const leveldb::Slice&): Assertion `internal_key.size() >= 8' failed.";

test.each([
  [NODE_EXIT.portTaken, '', 'PORT_TAKEN'],
  [NODE_EXIT.diskFull, '', 'DISK_FULL'],
  [NODE_EXIT.corrupt, '', 'DATA_CORRUPT'],
  [NODE_EXIT.badConfig, '', 'BAD_NODE_CONFIG'],
  [NODE_EXIT.softwareTooOld, '', 'SOFTWARE_TOO_OLD'],
  [NODE_EXIT.impossible, '', 'NODE_IMPOSSIBLE'],
  [null, '', 'NODE_EXITED'],
  [137, 'killed', 'NODE_EXITED'],
  // A flipped bit in the index of a table: as a process, and in a container (128 and the signal).
  [null, ASSERTION, 'DATA_CORRUPT'],
  [134, ASSERTION, 'DATA_CORRUPT'],
  [134, 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'NODE_EXITED'],
])('an exit with %s and the last words %j is %s', (code, lastWords, expected) => {
  const failure = failureOfExit(code, lastWords);
  expect(failure.code).toBe(expected);
  expect(failure.detail).toContain(lastWords.slice(0, 100));
});
