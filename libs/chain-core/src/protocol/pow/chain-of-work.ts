import { hash } from '../../crypto/hash';
import type { Hash } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import { encodeGenesis } from '../check-genesis';
import type { GenesisDocument, PowParameters } from '../genesis';
import { unknownProtocol } from '../protocol-versions';
import { receiptInvalid, type ReadHeader } from '../read-evidence';
import { encodeHeader } from '../encode-block';
import { workFault, type WorkFault } from './check-work';
import type { ReadWork } from './read-work';
import { BurialLine } from './buried';
import { initialBits, nextBits, type Pace } from './retarget';
import { workOfBits } from './target';

/** A block whose header is trusted before anything is looked at. */
export interface WorkAnchor extends Pace {
  /** undefined: genesis, whose header cannot be derived from the document alone. */
  readonly id: Hash | undefined;
}

/** What a verifier of work holds to be true before it looks at anything. */
export interface WorkTrust {
  readonly chainId: Hash;
  readonly parameters: PowParameters;
  readonly anchors: readonly WorkAnchor[];
  /** Less work than this, anchor to last header, proves nothing to this verifier. */
  readonly leastTotalWork?: bigint;
}

/** What headers proved about one of them: that so much work stands on it, and on what that rests. */
export interface Buried {
  /** The anchor's height; 0: genesis. */
  readonly anchorHeight: number;
  /** Blocks on the block, and their work. */
  readonly depth: number;
  readonly workAbove: bigint;
  /** Hashes that all headers together took on average. */
  readonly totalWork: bigint;
}

/** Trust in a genesis document that the caller has checked (`parseGenesis`). @throws Refusal RECEIPT_INVALID on a chain of votes. */
export function trustWorkFrom(genesis: GenesisDocument, checkpoint?: WorkAnchor): WorkTrust {
  const { consensus } = genesis;
  if (consensus.engine !== 'pow') return receiptInvalid('format', 'a committee decides on this chain: its evidence carries certificates, not work');
  const anchors = [genesisAnchor(genesis, consensus), ...(checkpoint === undefined ? [] : [checkpoint])];
  return { chainId: hash(encodeGenesis(genesis)), parameters: consensus, anchors };
}

function genesisAnchor({ createdAtMs }: GenesisDocument, parameters: PowParameters): WorkAnchor {
  return { id: undefined, height: 0, timeMs: createdAtMs, parentTimeMs: createdAtMs, bits: initialBits(parameters) };
}

/** Checks a chain of headers as consensus/pow/evidence.md says. @throws Refusal RECEIPT_INVALID */
export function checkChainOfWork({ chainId, headers, blockAt }: ReadWork, trust: WorkTrust): Buried {
  const anchor = anchorOf(headers[0] ?? receiptInvalid('headers', 'the header of the block is missing'), trust);
  let parent = anchor;
  const line = new BurialLine(anchor.height, trust.parameters);
  let workAbove = 0n;
  headers.forEach((read, i) => {
    const fault = headerFault(read, parent, chainId, trust.parameters);
    if (fault !== undefined) receiptInvalid(`headers/${i}`, fault);
    parent = anchorAt(read, parent);
    const work = workOfBits(parent.bits);
    line.add(work);
    if (i > blockAt) workAbove += work;
  });
  const depth = headers.length - 1 - blockAt;
  const { finalHeight, totalWork } = line;
  if (finalHeight < headers[blockAt]!.header.height) receiptInvalid('headers', notBuried(finalHeight, { depth, workAbove }, trust.parameters));
  if (totalWork < (trust.leastTotalWork ?? 0n)) receiptInvalid('headers', `they took ${totalWork} hashes on average; at least ${trust.leastTotalWork} are asked for`);
  return { anchorHeight: anchor.height, depth, workAbove, totalWork };
}

/** In words, why a header is not what may stand on its parent; undefined: it may. */
export function headerFault({ header, id: _ }: ReadHeader, parent: WorkAnchor, chainId: Hash, parameters: PowParameters): string | undefined {
  const unknown = unknownProtocol(header.protocolVersion);
  if (unknown !== undefined) return unknown;
  if (!equalBytes(header.chainId, chainId)) return 'the header is from another chain';
  if (parent.id !== undefined && !equalBytes(header.parentId, parent.id)) return 'it is not a child of the header before it';
  const fault = workFault(header, encodeHeader(header), parent, parameters, nextBits(parameters, parent));
  return fault && FAULTS[fault];
}

/** What the next header is judged by. @param parent of it */
export function anchorAt({ header, id }: ReadHeader, parent: Pace): WorkAnchor {
  return { id, height: header.height, timeMs: header.timeMs, bits: header.work!.bits, parentTimeMs: parent.timeMs };
}

function anchorOf({ header }: ReadHeader, { anchors }: WorkTrust): WorkAnchor {
  const found = anchors.find(({ id, height }) => header.height === height + 1 && (id === undefined || equalBytes(id, header.parentId)));
  return found ?? receiptInvalid('headers/0', `the headers begin at block ${header.height}: what stands below it is neither genesis nor a checkpoint that is trusted`);
}

/** Not in words that compare: a block below may be what is not final yet. */
function notBuried(finalHeight: number, { depth, workAbove }: Pick<Buried, 'depth' | 'workAbove'>, { finalDepth }: PowParameters): string {
  return `${depth} blocks that took ${workAbove} hashes on average stand on the block; on this chain it is final under ${finalDepth} with ${finalDepth} times its own work, and not before the one below it: by these headers block ${finalHeight} is the last final one`;
}

const FAULTS: Readonly<Record<WorkFault, string>> = {
  NO_WORK_SEAL: 'no work was done for it',
  HEIGHT: 'its height does not follow',
  TIME: 'its time is not above that of the header before it',
  BITS: 'its work is not what the pace of the blocks before it demands',
  HASH: 'its hash does not meet its target: the work was not done',
};
