import { makeWorkStateEvidence, type StateQuestionParts, type WorkStateEvidence } from '../light';
import type { SealedBlock } from '../protocol/block';
import type { PowParameters } from '../protocol/genesis';
import { makeWorkReceipt } from '../protocol/make-receipt';
import type { WorkReceipt } from '../protocol/receipt';
import { headersOfWork } from './chain-of-work';
import type { RecordedPlace } from './chain-reader';
import type { NodeCore } from './node-core';

/** Evidence that a node gives where work decides: headers from an anchor on, and what they vouch for. @throws Refusal as `headersOfWork` */
export function workReceiptOf(place: RecordedPlace, parameters: PowParameters, core: NodeCore, anchorHeight?: number): WorkReceipt {
  const { headers, blockAt } = headersOfWork(place.block.header.height, parameters, core, anchorHeight);
  return makeWorkReceipt(place, headers, blockAt);
}

/** The same about a question to the state after a final block. */
export function workStateEvidenceOf(asked: StateQuestionParts, { header }: SealedBlock, parameters: PowParameters, core: NodeCore, anchorHeight?: number): WorkStateEvidence {
  const { headers, blockAt } = headersOfWork(header.height, parameters, core, anchorHeight);
  return makeWorkStateEvidence(asked, headers, blockAt);
}
