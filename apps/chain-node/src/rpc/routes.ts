import { getBlock, getBlocks, getExport, getHeaders } from './blocks';
import { getCommittee, getHandOvers, getRehearsal, postCommand, postRehearsal, postSignedCommand, postSignedKeyChange } from './committee';
import { getAsset, getAssets, getHoldings, getOutputs } from './holdings';
import { getState, getStateProof, postQuery } from './queries';
import { postMining, postRejoin } from './mining';
import { getRecovery, postPrepare, postStart } from './recovery';
import type { Route } from './route';
import { getEvents, getGenesis, getHealth, getMetrics, getStatus } from './service';
import { getReceipt, getTransaction, postBatch, postCheck, postTransaction } from './transactions';

/** The RPC of a node, as libs/api/src/node-rpc says it. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', pattern: ['transactions'], run: postTransaction },
  { method: 'POST', pattern: ['transactions', 'batch'], run: postBatch },
  { method: 'POST', pattern: ['transactions', 'check'], run: postCheck },
  { method: 'GET', pattern: ['transactions', '*'], run: getTransaction },
  { method: 'GET', pattern: ['receipts', '*'], run: getReceipt },
  { method: 'GET', pattern: ['blocks'], run: getBlocks },
  { method: 'GET', pattern: ['blocks', '*'], run: getBlock },
  { method: 'GET', pattern: ['export'], run: getExport },
  { method: 'GET', pattern: ['headers'], run: getHeaders },
  { method: 'POST', pattern: ['queries', '*', '*'], run: postQuery },
  { method: 'GET', pattern: ['state', '*', '*', '*'], run: getState },
  { method: 'GET', pattern: ['state-proofs', '*', '*', '*'], run: getStateProof },
  { method: 'GET', pattern: ['assets'], run: getAssets },
  { method: 'GET', pattern: ['assets', '*'], run: getAsset },
  { method: 'GET', pattern: ['holdings', '*'], run: getHoldings },
  { method: 'GET', pattern: ['holdings', '*', '*'], run: getOutputs },
  { method: 'GET', pattern: ['committee'], run: getCommittee },
  { method: 'POST', pattern: ['committee', '*'], run: postCommand },
  { method: 'POST', pattern: ['committee', '*', 'signed'], run: postSignedCommand },
  { method: 'POST', pattern: ['voting-keys', 'signed'], run: postSignedKeyChange },
  { method: 'POST', pattern: ['rehearsals'], run: postRehearsal },
  { method: 'GET', pattern: ['rehearsals', '*'], run: getRehearsal },
  { method: 'GET', pattern: ['hand-overs'], run: getHandOvers },
  { method: 'GET', pattern: ['recovery'], run: getRecovery },
  { method: 'POST', pattern: ['recovery', 'prepare'], run: postPrepare },
  { method: 'POST', pattern: ['recovery', 'start'], run: postStart },
  { method: 'POST', pattern: ['mining'], run: postMining },
  { method: 'POST', pattern: ['rejoin'], run: postRejoin },
  { method: 'GET', pattern: ['events'], run: getEvents },
  { method: 'GET', pattern: ['status'], run: getStatus },
  { method: 'GET', pattern: ['health'], run: getHealth },
  { method: 'GET', pattern: ['metrics'], run: getMetrics },
  { method: 'GET', pattern: ['genesis'], run: getGenesis },
];
