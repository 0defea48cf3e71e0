import { merklePath, merkleRoot, verifyMerklePath } from '../../../crypto/merkle';
import { sign } from '../../../crypto/sign';
import { SignatureVerifier } from '../../../ledger/signature-verifier';
import { genesisCheckpoint, LightClient } from '../../../light';
import { concatBytes, fromHex, toHex, utf8, type Bytes } from '../../../primitives/bytes';
import { Refusal } from '../../../primitives/refusal';
import { decodeCertificate, decodeHeader, decodeTransaction, encodeCertificate } from '../../../protocol/codec';
import { encodeGenesis, parseGenesis } from '../../../protocol/check-genesis';
import { genesisCommittee } from '../../../protocol/committee';
import { blockId, chainIdOf, possessionSigningBytes } from '../../../protocol/ids';
import type { Receipt } from '../../../protocol/receipt';
import { signTransaction } from '../../../protocol/sign-transaction';
import { verifyReceipt } from '../../../protocol/verify-receipt';
import { verifyStateProof } from '../../../state/proof';
import { StateVersion } from '../../../state/state-version';
import { fullKey } from '../../../state/store-key';
import { checkedValue, withCheck } from '../../../storage/checked-value';
import { StorageFailed } from '../../../storage/storage-failed';
import { encodeFrame, scanFrames } from '../../../storage/vote-frame';
import { keyOf } from '../../keys';
import { testChain, TEST_TIME_MS } from '../../test-genesis';
import { certify, testReceipt } from '../../test-receipt';
import { testStateEvidence } from '../../test-state-evidence';
import type { Random } from '../random';

/** One piece of evidence, real and forged: whether each is believed. A forgery that cannot even be made out of this one is not. */
export interface Judged {
  readonly real: boolean;
  readonly forged: boolean;
}

/** Ways to make somebody believe what is not so, one for each rule that forbids it. */
export const FORGERIES: Readonly<Record<string, (random: Random) => Judged>> = {
  'a certificate that 2f seats signed': (random) => certified(random, { signers: random.shuffled([0, 1, 2, 3]).slice(0, 2).sort() }),
  'notarise votes as a finalisation': (random) => certified(random, { kind: 'notarise' }),
  'votes of another chain': (random) => certified(random, { chainId: new Uint8Array(32).fill(7) }),
  'votes about another block': (random) => certified(random, { block: new Uint8Array(32).fill(8) }),
  'one signature for three seats': (random) => judgedReceipts(random, ({ certificate, ...receipt }) => ({ ...receipt, certificate: repeatFirstSignature(certificate) })),
  'a signer beyond the last seat': (random) => judgedReceipts(random, (receipt) => withSigners(receipt, ([first, ...rest]) => [first! | (0x10 << random.below(4)), ...rest])),
  'a bitmap of signers that is too long': (random) => judgedReceipts(random, (receipt) => withSigners(receipt, (signers) => [...signers, 0])),
  'a transaction that was signed for another chain': (random) => {
    const { genesis } = testChain();
    const transaction = signTransaction(chainIdOf(genesis), { validFromMs: 0, validUntilMs: 1, salt: random.below(1000), inputs: [], outputs: [], calls: [] }, [keyOf('author')]);
    const isGoodOn = (chainId: Bytes): boolean => new SignatureVerifier(chainId).verify(decodeTransaction(transaction.bytes));
    return { real: isGoodOn(chainIdOf(genesis)), forged: isGoodOn(new Uint8Array(32).fill(9)) };
  },
  'a second final block at one height': () => {
    const client = new LightClient({ from: genesisCheckpoint(testChain().genesis) });
    const believes = (header?: { readonly view: number }): boolean => unlessRefused(() => client.checkState(testStateEvidence(header && { header }), TEST_TIME_MS + 60_000));
    return { real: believes(), forged: believes({ view: 26 }) };
  },
  'a certificate of a committee that was trusted too long ago': (random) => {
    const { genesis } = testChain();
    const believes = (afterMs: number): boolean => unlessRefused(() => new LightClient({ from: genesisCheckpoint(genesis), trustPeriodMs: 3_600_000 }).checkState(testStateEvidence(), genesis.createdAtMs + afterMs));
    return { real: believes(3_000_000), forged: believes(3_600_001 + random.below(1_000_000)) };
  },
  'a last leaf that is doubled': (random) => {
    const leaves = someLeaves(random, 2 * random.between(1, 4) + 1);
    return { real: true, forged: toHex(merkleRoot(leaves)) === toHex(merkleRoot([...leaves, leaves.at(-1)!])) };
  },
  'an inner node as a leaf': (random) => {
    const leaves = someLeaves(random, 4);
    const [sibling, uncle] = [merklePath(leaves, 0)[0]!, merklePath(leaves, 0)[1]!];
    const inner = concatBytes(merklePath(leaves, 1)[0]!, sibling);
    const real = verifyMerklePath(leaves[0]!, 0, 4, merklePath(leaves, 0), merkleRoot(leaves));
    return { real, forged: verifyMerklePath(inner, 0, 2, [uncle], merkleRoot(leaves)) };
  },
  'absence of what is in the state': (random) => judgedState(random, (state, present, absent) => verifyStateProof(state.root, present, undefined, state.prove(absent))),
  'another value than the state holds': (random) => judgedState(random, (state, present) => verifyStateProof(state.root, present, utf8('other'), state.prove(present))),
  'a voting key without proof that it is held': (random) => {
    const { genesis } = testChain({ name: `forged ${random.below(20)}` });
    const [first, ...others] = genesis.seats;
    const stranger = toHex(sign(possessionSigningBytes(fromHex(first!.nodeKey, 32)!), keyOf('stranger')));
    return { real: isGenesis(encodeGenesis(genesis)), forged: isGenesis(encodeGenesis({ ...genesis, seats: [{ ...first!, proofOfPossession: stranger }, ...others] })) };
  },
  'a stored value with a flipped bit': (random) => {
    const [key, value] = [utf8('key'), utf8('some value')];
    const stored = withCheck(key, value);
    const read = (bytes: Bytes): boolean => unlessDamaged(() => checkedValue(key, bytes, 'value'));
    return { real: read(stored), forged: read(withFlippedBit(random, stored)) };
  },
  'a vote log damaged in the middle': (random) => {
    const frames = Array.from({ length: 4 }, (_, i) => encodeFrame(i, [{ view: i, bytes: utf8(`vote ${i}`) }]));
    const read = (log: readonly Bytes[]): boolean => unlessDamaged(() => scanFrames(Buffer.concat(log), 0, 0, 'log'));
    const hit = random.below(3);
    return { real: read(frames), forged: read(frames.map((frame, i) => (i === hit ? withFlippedBit(random, frame) : frame))) };
  },
};

function withSigners(receipt: Receipt, change: (signers: readonly number[]) => readonly number[]): Receipt {
  const certificate = decodeCertificate(fromHex(receipt.certificate)!);
  return { ...receipt, certificate: toHex(encodeCertificate({ ...certificate, signers: Uint8Array.from(change([...certificate.signers])) })) };
}

interface Forged {
  readonly signers?: readonly number[];
  readonly kind?: 'notarise';
  readonly chainId?: Bytes;
  readonly block?: Bytes;
}

/** A receipt whose certificate the forger's friends among the seats signed once more, in another way. */
function certified(random: Random, { signers = [0, 1, 2], kind, chainId, block }: Forged): Judged {
  const { genesis, votingKeys } = testChain();
  return judgedReceipts(random, (receipt) => {
    const last = fromHex(receipt.headers.at(-1)!)!;
    const voters = { committee: genesisCommittee(genesis), keys: votingKeys };
    return { ...receipt, certificate: toHex(certify(chainId ?? chainIdOf(genesis), decodeHeader(last), block ?? blockId(last), voters, signers, kind)) };
  });
}

function judgedReceipts(random: Random, forge: (receipt: Receipt) => Receipt): Judged {
  const { receipt, chain } = testReceipt({ laterBlocks: random.below(3), index: random.below(5) });
  return { real: holds(receipt, chain.genesis), forged: holds(forge(receipt), chain.genesis) };
}

function judgedState(random: Random, forged: (state: StateVersion, present: Bytes, absent: Bytes) => boolean): Judged {
  const entries = Array.from({ length: random.between(2, 12) }, (_, i) => [fullKey('forged', 1, utf8(`${random.below(1000)} ${i}`)), utf8(`value ${i}`)] as const);
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const state = StateVersion.ofEntries(sorted);
  const [key, value] = random.pick(sorted);
  const present = Buffer.from(key, 'latin1');
  const absent = Buffer.from(fullKey('forged', 1, utf8(`absent ${random.below(1000)}`)), 'latin1');
  const real = verifyStateProof(state.root, present, value, state.prove(present)) && verifyStateProof(state.root, absent, undefined, state.prove(absent));
  return { real, forged: forged(state, present, absent) };
}

function someLeaves(random: Random, count: number): Bytes[] {
  return Array.from({ length: count }, (_, i) => utf8(`leaf ${i} ${random.below(1000)}`));
}

const SIGNATURE_HEX = 128;

/** The proof of a list of signatures ends the certificate. */
function repeatFirstSignature(certificate: string): string {
  const proof = certificate.slice(-3 * SIGNATURE_HEX);
  return certificate.slice(0, -3 * SIGNATURE_HEX) + proof.slice(0, SIGNATURE_HEX).repeat(3);
}

function withFlippedBit(random: Random, bytes: Bytes): Bytes {
  const copy = Uint8Array.from(bytes);
  copy[random.below(copy.length)]! ^= 1 << random.below(8);
  return copy;
}

function holds(receipt: Receipt, genesis: Parameters<typeof verifyReceipt>[1]): boolean {
  return unlessRefused(() => verifyReceipt(receipt, genesis));
}

function isGenesis(bytes: Bytes): boolean {
  return unlessRefused(() => parseGenesis(bytes));
}

function unlessRefused(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function unlessDamaged(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof StorageFailed) return false;
    throw error;
  }
}
