import { NEXT_PROTOCOLS } from '@bystack/chain-core/testing/next-protocol';
import { runProgram } from '../run-program';

/** The node program of a version that is to come: it runs one version of the protocol more. For tests of upgrades; no package and no image holds it. */
runProgram(NEXT_PROTOCOLS);
