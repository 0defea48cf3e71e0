import { hash } from '../crypto/hash';
import type { Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { encodeGenesis } from './check-genesis';
import { committeeHash, genesisCommittee, quorumOf } from './committee';
import { finalityFault, isProofOfFinality, type FinalityProof } from './finality-proof';
import type { GenesisDocument } from './genesis';
import { unknownProtocol } from './protocol-versions';
import { receiptInvalid, type ReadCertified, type ReadHeader } from './read-evidence';
import { readSigners } from './signers';
import type { CertificateFault } from './verify-certificate';
import type { Committee } from './vote';

/** What a verifier holds to be true before it looks at anything. */
export interface CommitteeTrust {
  readonly chainId: Hash;
  /** The first epoch whose committee is trusted without a hand-over: 0 for whoever trusts genesis. */
  readonly firstEpoch: number;
  /** The committee of an epoch, if it is known already. */
  committeeOf(epoch: number): Committee | undefined;
}

/** Trust in a genesis document that the caller has checked (`parseGenesis`). */
export function trustInGenesis(genesis: GenesisDocument): CommitteeTrust {
  const committee = genesisCommittee(genesis);
  return { chainId: hash(encodeGenesis(genesis)), firstEpoch: 0, committeeOf: (epoch) => (epoch === 0 ? committee : undefined) };
}

/** Who made headers final. */
export interface CertifiedBy {
  /** The committee that signed the certificate, its seats that did, and how many had to. */
  readonly committee: Committee;
  readonly signers: readonly number[];
  readonly quorum: number;
  /** Not votes but signatures of the seats' node keys: the chain was started again here. */
  readonly isRestart: boolean;
}

/** Checks that headers follow each other and that a committee which is trusted, or was handed over to, made the last one final. @throws Refusal RECEIPT_INVALID */
export function checkCertifiedHeaders(given: ReadCertified, trust: CommitteeTrust): CertifiedBy {
  const { headers, certificate, chainId } = given;
  const last = headers.at(-1) ?? receiptInvalid('headers', 'the header of the block is missing');
  checkHeaders(given);
  const committee = followHandOvers(given, trust);
  checkCertified(last, certificate, committee, chainId, 'certificate');
  return { committee, signers: readSigners(certificate.signers, committee.seats.length)!, quorum: quorumOf(committee.seats.length), isRestart: certificate.kind === 'restart' };
}

/** Each header names the one before as its parent, so a certificate over the last one covers them all. */
function checkHeaders({ headers, chainId }: ReadCertified): void {
  headers.forEach(({ header }, i) => {
    checkChain(header, chainId, `headers/${i}`);
    const before = headers[i - 1];
    if (before === undefined) return;
    if (!equalBytes(header.parentId, before.id)) receiptInvalid(`headers/${i}`, 'it is not a child of the header before it');
    if (header.height !== before.header.height + 1) receiptInvalid(`headers/${i}`, 'its height does not follow');
  });
}

function checkChain(header: ReadHeader['header'], chainId: Hash, field: string): void {
  const unknown = unknownProtocol(header.protocolVersion);
  if (unknown !== undefined) receiptInvalid(field, unknown);
  if (!equalBytes(header.chainId, chainId)) receiptInvalid(field, 'the header is from another chain');
}

/** @returns the committee of the certificate's epoch: each one vouched for by the one before, the first by what is trusted. */
function followHandOvers({ handOvers, certificate, chainId }: ReadCertified, trust: CommitteeTrust): Committee {
  const first = trust.committeeOf(certificate.epoch - handOvers.length) ?? receiptInvalid('handOvers', missingHandOvers(certificate.epoch, handOvers.length, trust));
  if (first.seats.length === 0) receiptInvalid('format', 'nobody votes on this chain: its evidence shows work, not certificates');
  return handOvers.reduce((committee, handOver, i) => {
    const field = `handOvers/${i}`;
    checkChain(handOver.header, chainId, `${field}/header`);
    checkCertified(handOver, handOver.certificate, committee, chainId, `${field}/certificate`);
    if (handOver.committee.epoch !== committee.epoch + 1) receiptInvalid(`${field}/committee`, 'its epoch does not follow');
    if (!equalBytes(committeeHash(handOver.committee), handOver.header.nextCommitteeHash)) receiptInvalid(`${field}/committee`, 'it is not the committee that the header hands over to');
    return handOver.committee;
  }, first);
}

function missingHandOvers(epoch: number, given: number, { firstEpoch }: CommitteeTrust): string {
  return `there must be one for each of the ${Math.max(0, epoch - firstEpoch)} committee changes, not ${given}`;
}

const FAULTS: Readonly<Record<CertificateFault, string>> = {
  WRONG_EPOCH: 'it is of another epoch than the committee',
  WRONG_SCHEME: 'it is not signed in the way that the committee signs',
  BAD_SIGNER_BITMAP: 'it names seats that the committee does not have',
  SIGNATURE_COUNT: 'it does not hold one signature for each seat it names',
  NO_QUORUM: 'too few seats signed',
  BAD_SIGNATURE: 'a signature does not hold',
};

function checkCertified({ header, id }: ReadHeader, certificate: FinalityProof, committee: Committee, chainId: Hash, field: string): void {
  if (!isProofOfFinality(certificate, header)) receiptInvalid(field, 'it does not make a block final');
  if (!equalBytes(certificate.blockId, id)) receiptInvalid(field, 'it is of another block than the last header');
  if (header.epoch !== certificate.epoch || header.view !== certificate.view) receiptInvalid(field, 'it is of another epoch or view than the last header');
  if (!equalBytes(header.committeeHash, committeeHash(committee))) receiptInvalid(field, 'the header names another committee');
  const fault = finalityFault(certificate, committee, chainId);
  if (fault !== undefined) receiptInvalid(field, FAULTS[fault]);
}
