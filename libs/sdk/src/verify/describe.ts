import type { Json } from '@bystack/api';
import { parseCanonicalJson } from '@bystack/chain-core/codec/json';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { boundInputs, type BoundInput } from '@bystack/chain-core/protocol/bound-inputs';
import type { GenesisSeat } from '@bystack/chain-core/protocol/genesis';
import type { VerifiedReceipt, VerifiedWorkReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import { whatWorkProved, workInWords, type WorkProved } from './describe-work';
import type { Trust } from './read-trust';

/** What a receipt proved, as data. Bytes as hex, times in ms since 1970 UTC. */
export interface Proved {
  readonly valid: true;
  readonly chainId: string;
  readonly chainName: string;
  readonly txId: string;
  readonly signers: readonly string[];
  readonly outcome: 'accepted' | 'refused';
  readonly refusal?: { readonly code: string; readonly facts: Json };
  readonly calls: readonly { readonly module: string; readonly command: string; readonly actor: string; readonly payload: Json }[];
  readonly events: readonly { readonly module: string; readonly name: string; readonly data: Json }[];
  /** What came of inputs that were signed open, of a transaction that was accepted. Amounts in the smallest unit. */
  readonly openInputs: readonly ProvedOpenInput[];
  readonly block: { readonly height: number; readonly id: string; readonly timeMs: number; readonly index: number; readonly transactions: number };
  /** Exactly one of the two says what made the block final. */
  readonly work?: WorkProved;
  readonly certificate?: { readonly height: number; readonly epoch: number; readonly seats: number; readonly quorum: number; readonly scheme: 'ed25519' | 'bls'; readonly isRestart: boolean; readonly signedBy: readonly { readonly seat: number; readonly label: string; readonly votingKey: string }[] };
  readonly headers: number;
  readonly handOvers: number;
}

export interface ProvedOpenInput {
  readonly module: string;
  readonly lock: string;
  readonly assetId: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly to: readonly string[];
  readonly came: string | null;
  /** False: what the committee signed is not what the signers of the transaction allowed. */
  readonly isAsSigned: boolean;
}

export function whatWasProved(receipt: VerifiedReceipt | VerifiedWorkReceipt, trust: Trust): Proved {
  const { transaction, result, headers } = receipt;
  const first = headers['blockAt' in receipt ? receipt.blockAt : 0]!;
  return {
    valid: true,
    chainId: trust.chainId,
    chainName: trust.genesis.name,
    txId: toHex(transaction.txId),
    signers: transaction.signatures.map(({ publicKey }) => toHex(publicKey)),
    outcome: result.outcome.kind,
    ...(result.outcome.kind === 'refused' ? { refusal: { code: result.outcome.code, facts: result.outcome.facts } } : {}),
    calls: transaction.body.calls.map(({ module, command, actor, payload }) => ({ module, command, actor: toHex(actor), payload: parseCanonicalJson(payload) })),
    events: result.events.map(({ module, name, data }) => ({ module, name, data: parseCanonicalJson(data) })),
    openInputs: result.outcome.kind === 'accepted' ? boundInputs(transaction.body, result).map(openInputOf) : [],
    block: { height: first.header.height, id: toHex(first.id), timeMs: first.header.timeMs, index: receipt.index, transactions: first.header.transactionCount },
    ...('blockAt' in receipt ? { work: whatWorkProved(receipt) } : { certificate: certificateOf(receipt, trust) }),
    headers: headers.length,
    handOvers: 'blockAt' in receipt ? 0 : receipt.handOvers.length,
  };
}

function openInputOf({ input: { module, lock, assetId, atLeast, atMost, to }, came, isAsSigned }: BoundInput): ProvedOpenInput {
  return { module, lock, assetId: toHex(assetId), atLeast: String(atLeast), atMost: String(atMost), to: to.keys.map((key) => toHex(key)), came: came === undefined ? null : String(came), isAsSigned };
}

function certificateOf(receipt: VerifiedReceipt, trust: Trust): NonNullable<Proved['certificate']> {
  const { headers, committee, quorum, signers, isRestart } = receipt;
  return { height: headers.at(-1)!.header.height, epoch: committee.epoch, seats: committee.seats.length, quorum, scheme: committee.scheme, isRestart, signedBy: signers.map((seat) => signerOf(receipt, trust, seat)) };
}

/** Genesis gives names to keys; later committees are known by key alone. */
function signerOf({ committee }: VerifiedReceipt, { genesis }: Trust, seat: number) {
  const votingKey = toHex(committee.seats[seat]!.votingKey);
  const named = genesis.seats.find((known: GenesisSeat) => known.votingKey === votingKey);
  return { seat, label: named?.label ?? `seat ${seat}`, votingKey };
}

const SIGNED_AS = { ed25519: 'each with an Ed25519 signature of its own', bls: 'joined in one BLS signature' };
const RESTARTED = 'each with the Ed25519 key of its node, because the chain was started again there after every node had been restored from backup';

/** The same in sentences. */
export function inWords(proved: Proved): string {
  const { block } = proved;
  return [
    `The receipt holds. Checked offline, with nothing but the genesis document of “${proved.chainName}” (${proved.chainId})${proved.work !== undefined && proved.work.anchorHeight > 0 ? ' and a checkpoint' : ''}:`,
    '',
    ...what(proved),
    `✓ Signatures: ${plural(proved.signers.length, 'signature')} of the transaction ${proved.signers.length === 1 ? 'is' : 'are'} valid: ${proved.signers.join(', ')}`,
    `✓ Inclusion: it is transaction ${block.index + 1} of ${block.transactions} in block ${block.height} (${block.id}), made at ${new Date(block.timeMs).toISOString()}, and this is its result there`,
    ...(proved.work === undefined ? certificateInWords(proved, proved.certificate!) : workInWords(proved.work, block.height)),
    '',
    `All of this speaks of what was recorded then, in block ${block.height} at ${new Date(block.timeMs).toISOString()}, not of what holds now: later transactions may have changed it. What a record says now is asked of the chain, or proved by a proof about its state (\`bystack state\`).`,
  ].join('\n');
}

function certificateInWords({ headers, handOvers, block }: Proved, certificate: NonNullable<Proved['certificate']>): string[] {
  const signers = certificate.signedBy.map(({ label }) => label).join(', ');
  return [
    headers === 1 ? '✓ Headers: the certificate is of this very block' : `✓ Headers: ${headers} headers lead without a gap from block ${block.height} to block ${certificate.height}, whose certificate covers them all`,
    `✓ Certificate: ${certificate.signedBy.length} of ${certificate.seats} seats signed block ${certificate.height} as final (${certificate.quorum} are needed), ${certificate.isRestart ? RESTARTED : SIGNED_AS[certificate.scheme]}: ${signers}`,
    handOvers === 0 ? '✓ Committee: it is the founding committee of the genesis document' : `✓ Committee: ${plural(handOvers, 'hand-over')}, each certified by the committee before, lead${handOvers === 1 ? 's' : ''} from the founding committee to this one (epoch ${certificate.epoch})`,
    '',
    `It can never be undone unless at least ${certificate.seats - 2 * (certificate.seats - certificate.quorum)} of these seats sign two contradicting things, which would be proof against them.`,
  ];
}

function what({ txId, outcome, refusal, calls, events, openInputs }: Proved): string[] {
  const said = outcome === 'accepted' ? 'was accepted' : `was refused by the chain's rules: ${refusal!.code} ${JSON.stringify(refusal!.facts)}`;
  return [
    `Transaction ${txId} ${said}.`,
    ...calls.map(({ module, command, actor, payload }) => `  ${module}.${command} by ${actor}: ${JSON.stringify(payload)}`),
    ...events.map(({ module, name, data }) => `  → ${module}.${name}: ${JSON.stringify(data)}`),
    ...openInputs.map(({ module, lock, assetId, atLeast, atMost, to, came, isAsSigned }) => `  ${isAsSigned ? '→' : '✗ NOT AS SIGNED:'} ${came ?? 'nothing'} of asset ${assetId} from ${module}.${lock} to ${to.join(', ')} (signed for: ${atLeast} to ${atMost})`),
    '',
  ];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
