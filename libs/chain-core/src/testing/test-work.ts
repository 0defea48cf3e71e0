import { canonicalJson } from '../codec/json';
import { merkleRoot } from '../crypto/merkle';
import { hash } from '../crypto/hash';
import { makeWorkStateEvidence, type WorkStateEvidence } from '../light/state-evidence';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex, utf8 } from '../primitives/bytes';
import type { BlockHeader, SealedBlock } from '../protocol/block';
import { encodeBlockResult, encodeResult, sealBlock } from '../protocol/codec';
import { encodeGenesis } from '../protocol/check-genesis';
import type { GenesisDocument, PowParameters } from '../protocol/genesis';
import { ZERO_HASH } from '../protocol/ids';
import { makeWorkReceipt } from '../protocol/make-receipt';
import type { WorkReceipt } from '../protocol/receipt';
import { signTransaction } from '../protocol/sign-transaction';
import { workFault } from '../protocol/pow/check-work';
import { initialBits, nextBits, type Pace } from '../protocol/pow/retarget';
import { workOfBits } from '../protocol/pow/target';
import { encodeStateProof } from '../state/proof';
import { StateVersion } from '../state/state-version';
import { fullKey } from '../state/store-key';
import { keyOf } from './keys';
import { testChain } from './test-genesis';

/** Headers with the work really done, made by hand with no node running. Every block holds one transaction and a small state. */
export class TestWork {
  readonly genesis: GenesisDocument;
  readonly chainId: Hash;
  readonly parameters: PowParameters;
  /** From height 1 on. */
  readonly blocks: SealedBlock[] = [];
  readonly #state = StateVersion.ofEntries(['a', 'b'].map((key) => [fullKey('notes', 1, utf8(key)), utf8(`value of ${key}`)] as const));

  constructor(pow: Partial<PowParameters> = {}) {
    this.genesis = testChain({ pow }).genesis;
    this.chainId = hash(encodeGenesis(this.genesis));
    this.parameters = this.genesis.consensus as PowParameters;
  }

  /** Blocks on the last one, `spacingMs` apart. @param miner another one makes another branch */
  extend(count: number, { spacingMs = this.parameters.targetSpacingMs, miner = 'miner' } = {}): this {
    for (let i = 0; i < count; i += 1) this.blocks.push(this.#mine(spacingMs, miner));
    return this;
  }

  /** The same chain up to a height. */
  upTo(height: number): TestWork {
    const fork = new TestWork(this.parameters);
    fork.blocks.push(...this.blocks.slice(0, height));
    return fork;
  }

  /** Hex, of these heights. */
  headers(from = 1, to = this.blocks.length): readonly string[] {
    return this.blocks.slice(from - 1, to).map(({ headerBytes }) => toHex(headerBytes));
  }

  workOf(from = 1, to = this.blocks.length): bigint {
    return this.blocks.slice(from - 1, to).reduce((sum, { header }) => sum + workOfBits(header.work!.bits), 0n);
  }

  receipt(height: number, anchorHeight = 0, to = this.blocks.length): WorkReceipt {
    const block = this.blocks[height - 1]!;
    return makeWorkReceipt({ block, resultLeaves: leavesOf(block), index: 0 }, this.blocks.slice(anchorHeight, to).map(({ headerBytes }) => headerBytes), height - anchorHeight - 1);
  }

  stateEvidence(height: number, key: string): WorkStateEvidence {
    const full = fullKey('notes', 1, utf8(key));
    const asked = { chainId: this.chainId, module: 'notes', store: 1, key: utf8(key), value: this.#state.get(full), proof: encodeStateProof(this.#state.prove(Buffer.from(full, 'latin1'))) };
    return makeWorkStateEvidence(asked, this.blocks.map(({ headerBytes }) => headerBytes), height - 1);
  }

  /** Height of the last block that is final once the chain has got to `to`: every block up to it has `finalDepth` blocks on it, and as many times its own work. */
  finalAt(to = this.blocks.length): number {
    const { finalDepth } = this.parameters;
    const isOpen = (height: number) => to - height < finalDepth || this.workOf(height + 1, to) < BigInt(finalDepth) * this.workOf(height, height);
    let height = 0;
    while (!isOpen(height + 1)) height += 1;
    return height;
  }

  paceAt(height: number): Pace {
    const own = this.blocks[height - 1]?.header;
    const timeMs = own?.timeMs ?? this.genesis.createdAtMs;
    return { height, timeMs, bits: own?.work!.bits ?? initialBits(this.parameters), parentTimeMs: this.blocks[height - 2]?.header.timeMs ?? this.genesis.createdAtMs };
  }

  #mine(spacingMs: number, miner: string): SealedBlock {
    const parent = this.paceAt(this.blocks.length);
    const transaction = this.#transaction(parent.height + 1);
    const bits = nextBits(this.parameters, parent);
    for (let nonce = 0; ; nonce += 1) {
      const header = this.#header(parent, spacingMs, { minerKey: keyOf(miner).publicKey, bits, nonce }, transaction.bytes);
      const block = sealBlock({ ...header, resultsRoot: merkleRoot(leavesOf({ transactions: [transaction] })) }, [transaction]);
      if (workFault(block.header, block.headerBytes, parent, this.parameters, bits) === undefined) return block;
    }
  }

  #header(parent: Pace, spacingMs: number, work: NonNullable<BlockHeader['work']>, transaction: Bytes): BlockHeader {
    const height = parent.height + 1;
    return {
      protocolVersion: 1, chainId: this.chainId, height, epoch: 0, view: height, parentId: this.blocks.at(-1)?.id ?? hash(this.chainId), timeMs: parent.timeMs + spacingMs, proposer: 0,
      transactionCount: 1, transactionsRoot: merkleRoot([transaction]), resultsRoot: ZERO_HASH, stateRoot: this.#state.root, committeeHash: ZERO_HASH, nextCommitteeHash: ZERO_HASH, work,
    };
  }

  #transaction(salt: number) {
    const author = keyOf('author');
    const call = { module: 'notes', command: 'write', actor: author.publicKey, payload: canonicalJson({ salt }) };
    const { createdAtMs } = this.genesis;
    return signTransaction(this.chainId, { validFromMs: createdAtMs, validUntilMs: createdAtMs + 60_000, salt, inputs: [], outputs: [], calls: [call] }, [author]);
  }
}

/** Its miners write times far ahead: six hard blocks, and more easy ones than the depth on them, which come to less work. Then others go on. */
export function cheaplyBuried(): TestWork {
  return new TestWork({ initialWork: 128, leastWork: 4 }).extend(6).extend(14, { spacingMs: 21_000 }).extend(60, { spacingMs: 1 });
}

function leavesOf({ transactions }: Pick<SealedBlock, 'transactions'>): readonly Bytes[] {
  const results = transactions.map(({ txId }) => encodeResult({ txId, outcome: { kind: 'accepted' }, events: [], effects: [] }));
  return [...results, encodeBlockResult({ events: [], effects: [] })];
}
