import { parseCanonicalJson } from '../codec/json';
import { merkleRoot } from '../crypto/merkle';
import { defineModule } from '../module/define-module';
import { ModuleRegistry } from '../module/registry';
import { utf8 } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { BlockHeader } from '../protocol/block';
import { decodeBlock, decodeBlockResult, decodeResult, encodeResult, HEADER_BYTES, sealBlock } from '../protocol/codec';
import type { SealedTransaction } from '../protocol/transaction';
import { counter } from '../testing/counter-module';
import { assetOf, callOf, LedgerChain, lockOf, outputOf, spend } from '../testing/ledger-chain';
import { testChain } from '../testing/test-genesis';
import { BlockInvalid, ExecutionFault, Executor, makeGenesis, queryModule } from './index';

const words = { en: 'x', zh: 'x' };
const empty = { type: 'object', additionalProperties: false, properties: {} };
const call = (chain: LedgerChain, command: string, payload = '{}', actor = 'ann') =>
  chain.sign({ calls: [callOf(actor, 'counter', command, payload)] }, actor);
const add = (chain: LedgerChain, by = 1, actor = 'ann') => call(chain, 'add', `{"by":${by}}`, actor);
const total = (chain: LedgerChain) =>
  queryModule(
    {
      modules: new ModuleRegistry([counter]).resolve([{ name: 'counter', version: '1.0.0', params: {} }]),
      chainId: chain.executor.chainId,
      height: 0,
      timeMs: 0,
    },
    chain.head.state,
    {
      module: 'counter',
      query: 'total',
      args: {},
    },
  );

/** Two transactions a minute (of the block's time) for each signer. */
const turnstile = defineModule({
  name: 'turnstile',
  version: '1.0.0',
  slot: 'transactions',
  title: words,
  summary: words,
  params: empty,
  stores: { seen: { number: 1, holds: 'How many of each signer' } },
  events: { ended: { title: words, data: { type: 'object' } } },
  policy: {
    check({ state }, { signers }) {
      for (const signer of signers) if ((state.get('seen', signer)?.[0] ?? 0) >= 2) refuse('TOO_MANY');
    },
    apply({ state }, { signers }) {
      for (const signer of signers) state.put('seen', signer, Uint8Array.of((state.get('seen', signer)?.[0] ?? 0) + 1));
    },
  },
  hooks: {
    genesis: ({ state }) => state.put('seen', utf8('genesis'), utf8('!')),
    endBlock: ({ state, emit, height }) => {
      state.put('seen', utf8('height'), utf8(String(height)));
      emit('ended', { height });
    },
  },
});

describe('a block that was built', () => {
  it('is executed alike by whoever checks it, from its bytes', () => {
    const chain = new LedgerChain([counter, turnstile]);
    const [gold] = chain.issue('bank', 'ann', 100n);
    const transfer = chain.sign({ inputs: [spend(gold!)], outputs: [outputOf(assetOf('bank'), 100n, lockOf('bob'))] }, 'ann');
    const { block, execution, leftOut } = chain.build([
      add(chain),
      transfer,
      call(chain, 'add-and-refuse', '{}', 'bob'),
      add(chain, 5, 'cy'),
    ]);
    expect(leftOut).toEqual([]);
    const again = chain.executor.execute(chain.head, decodeBlock(block.bytes));
    expect(again.resultBytes).toEqual(execution.resultBytes);
    expect(again.stateRoot).toEqual(block.header.stateRoot);
    expect(again.results.map(({ outcome }) => outcome.kind)).toEqual(['accepted', 'accepted', 'refused', 'accepted']);
    expect(block.header.resultsRoot).toEqual(merkleRoot([...execution.resultBytes, execution.blockResultBytes]));
    expect(again.resultBytes.map((bytes) => encodeResult(decodeResult(bytes)))).toEqual(again.resultBytes);
    const { events } = decodeBlockResult(again.blockResultBytes);
    expect(events.map(({ module, name, data }) => [module, name, parseCanonicalJson(data)])).toEqual([
      ['turnstile', 'ended', { height: 2 }],
    ]);
  });

  it('keeps the chain limits of count and bytes, and stops when the driver says so', () => {
    const size = add(new LedgerChain([counter])).bytes.length;
    const count = (limits: object, time?: { readonly isUp: boolean }) => {
      const chain = new LedgerChain([counter], { limits });
      const candidates = [1, 2, 3, 4].map(() => add(chain));
      return chain.executor.build(chain.head, { timeMs: chain.timeMs + 1, view: 1, proposer: 0, candidates, ...(time && { time }) })
        .block.transactions.length;
    };
    expect(count({ blockTransactionsMax: 3 })).toBe(3);
    expect(count({ transactionBytesMax: 1024, blockBytesMax: 1024 + 1024 })).toBe(4);
    expect(count({ transactionBytesMax: 1024, blockBytesMax: HEADER_BYTES + 3 * (4 + size) })).toBe(3);
    expect(count({ transactionBytesMax: 1024, blockBytesMax: HEADER_BYTES + 3 * (4 + size) - 1 })).toBe(2);
    const forTwo = {
      asked: 0,
      get isUp() {
        return (this.asked += 1) > 2;
      },
    };
    expect(count({}, forTwo)).toBe(2);
  });

  it('may stand beside another on the same parent', () => {
    const chain = new LedgerChain([counter]);
    const [gold] = chain.issue('bank', 'ann', 100n);
    const pay = (owner: string) => chain.sign({ inputs: [spend(gold!)], outputs: [outputOf(assetOf('bank'), 100n, lockOf(owner))] }, 'ann');
    const [left, right] = [chain.build([pay('bob')]), chain.build([pay('cy')], 200)];
    const onLeft = { id: left.block.id, header: left.block.header, state: left.execution.state };
    expect(chain.build([pay('dan')], 100, onLeft).leftOut.map(({ code }) => code)).toEqual(['INPUT_MISSING']);
    expect(right.leftOut).toEqual([]);
    expect(chain.executor.execute(chain.head, right.block).stateRoot).toEqual(right.block.header.stateRoot);
  });
});

describe('a block that somebody sends', () => {
  const chain = new LedgerChain([counter]);
  chain.advance([add(chain)]);
  const good = chain.build([add(chain), add(chain, 2)]).block;
  const other = new Uint8Array(32).fill(9);
  const cases: Record<string, [Partial<BlockHeader>, string]> = {
    'protocol version': [{ protocolVersion: 2 }, 'WRONG_PROTOCOL_VERSION'],
    chain: [{ chainId: other }, 'WRONG_CHAIN'],
    height: [{ height: 3 }, 'WRONG_HEIGHT'],
    parent: [{ parentId: other }, 'WRONG_PARENT'],
    time: [{ timeMs: chain.timeMs }, 'TIME_NOT_ABOVE_PARENT'],
    view: [{ view: chain.head.header.view }, 'VIEW_NOT_ABOVE_PARENT'],
    epoch: [{ epoch: 1 }, 'WRONG_EPOCH'],
    committee: [{ committeeHash: other }, 'WRONG_COMMITTEE'],
    'next committee': [{ nextCommitteeHash: other }, 'WRONG_NEXT_COMMITTEE'],
    'transactions root': [{ transactionsRoot: other }, 'WRONG_ROOT'],
    'results root': [{ resultsRoot: other }, 'WRONG_ROOT'],
    'state root': [{ stateRoot: other }, 'WRONG_ROOT'],
  };

  const codeOf = (header: Partial<BlockHeader>, transactions: readonly SealedTransaction[] = good.transactions): string | undefined => {
    try {
      chain.executor.execute(chain.head, sealBlock({ ...good.header, transactionCount: transactions.length, ...header }, transactions));
      return undefined;
    } catch (error) {
      if (error instanceof BlockInvalid) return error.code;
      throw error;
    }
  };

  it.each(Object.entries(cases))('is invalid with another %s', (_, [header, code]) => expect(codeOf(header)).toBe(code));

  it('is invalid with a transaction that must not be in a block, or without one it counts', () => {
    expect(codeOf({})).toBeUndefined();
    const expired = chain.sign({ validUntilMs: chain.timeMs + 1, calls: [callOf('ann', 'counter', 'add', '{"by":1}')] }, 'ann');
    expect(codeOf({}, [expired])).toBe('INVALID_TRANSACTION');
    expect(codeOf({}, [good.transactions[0]!, good.transactions[0]!])).toBe('INVALID_TRANSACTION');
    expect(codeOf({}, good.transactions.slice(1))).toBe('WRONG_ROOT');
    expect(codeOf({}, good.transactions.toReversed())).toBe('WRONG_ROOT');
  });
});

describe('calls', () => {
  const chain = () => new LedgerChain([counter]);
  it.each([
    ['counter', 'add', '{"by":1}', 'accepted'],
    ['counter', 'add', '{"by":0}', 'refused PAYLOAD_INVALID'],
    ['counter', 'add', '{"by":1,"more":1}', 'refused PAYLOAD_INVALID'],
    ['counter', 'add', '{ "by":1}', 'refused MALFORMED_JSON'],
    ['counter', 'add', '', 'refused MALFORMED_JSON'],
    ['counter', 'add', '[['.repeat(5000), 'refused MALFORMED_JSON'],
    ['counter', 'toString', '{}', 'refused UNKNOWN_COMMAND'],
    ['counter', '__proto__', '{}', 'refused UNKNOWN_COMMAND'],
    ['nobody', 'add', '{}', 'refused UNKNOWN_MODULE'],
    ['counter', 'add', '{"by":1001}', 'refused COUNTER_FULL'],
  ])('%s.%s(%s) ends as: %s', (module, command, payload, word) => {
    const here = chain();
    const transaction = here.sign({ calls: [callOf('ann', module, command, payload)] }, 'ann');
    expect(`refused ${here.refusal(transaction)}`).toBe(word === 'accepted' ? 'refused undefined' : word);
    expect(here.advance([transaction])).toEqual([word]);
  });

  it('leave no words of the schema compiler in the record, only where and which rule', () => {
    const here = chain();
    const { execution } = here.build([here.sign({ calls: [callOf('ann', 'counter', 'add', '{"by":0}')] }, 'ann')]);
    expect(execution.results[0]!.outcome).toEqual({
      kind: 'refused',
      call: 0,
      code: 'PAYLOAD_INVALID',
      facts: { path: '/by', rule: 'minimum' },
    });
  });

  it('of one transaction happen together or not at all, and say which one refused', () => {
    const here = chain();
    const both = here.sign(
      { calls: [callOf('ann', 'counter', 'add', '{"by":4}'), callOf('bob', 'counter', 'add-and-refuse', '{}')] },
      'ann',
      'bob',
    );
    const { execution } = here.build([both]);
    expect(execution.results[0]).toMatchObject({ outcome: { kind: 'refused', call: 1, code: 'CHANGED_ITS_MIND', facts: {} }, events: [] });
    here.advance([both]);
    expect(total(here)).toBe(0);
  });
});

describe('a transaction that makes the software fail', () => {
  it('is left out by a proposer, with nothing of it left, while the others go on', () => {
    const chain = new LedgerChain([counter]);
    const transactions = [add(chain, 1), call(chain, 'break'), add(chain, 2)];
    const { block, leftOut } = chain.build(transactions);
    expect(leftOut).toMatchObject([{ txId: transactions[1]!.txId, kind: 'fault', code: 'EXECUTION_FAULT' }]);
    expect(block.transactions).toEqual([transactions[0], transactions[2]]);
    chain.advance(transactions);
    expect(total(chain)).toBe(3);
  });

  it('is never an outcome for a voter', () => {
    const chain = new LedgerChain([counter]);
    const { block } = chain.build([]);
    const poisoned = sealBlock({ ...block.header, transactionCount: 1 }, [call(chain, 'break')]);
    expect(() => chain.executor.execute(chain.head, poisoned)).toThrow(ExecutionFault);
  });
});

describe('the policy of the transactions slot', () => {
  it('counts refused records too, and keeps what it refuses out of blocks', () => {
    const chain = new LedgerChain([counter, turnstile]);
    expect(chain.advance([call(chain, 'add-and-refuse'), add(chain), add(chain)])).toEqual([
      'refused CHANGED_ITS_MIND',
      'accepted',
      'TOO_MANY',
    ]);
    expect(chain.refusal(add(chain))).toBe('TOO_MANY');
    expect(chain.refusal(add(chain, 1, 'bob'))).toBeUndefined();
    const { block } = chain.build([]);
    const forced = sealBlock({ ...block.header, transactionCount: 1 }, [add(chain)]);
    expect(() => chain.executor.execute(chain.head, forced)).toThrow(BlockInvalid);
  });
});

describe('genesis', () => {
  const choice = { name: 'turnstile', version: '1.0.0', params: {} };
  const modules = () => new ModuleRegistry([turnstile]).check([choice]);

  it('is the same for everybody, and another for another document', () => {
    const { genesis } = testChain({ modules: [choice] });
    const [one, two] = [makeGenesis(genesis, modules()), makeGenesis(structuredClone(genesis), modules())];
    expect(one.block.bytes).toEqual(two.block.bytes);
    expect(makeGenesis({ ...genesis, name: 'another' }, modules()).block.id).not.toEqual(one.block.id);
    expect(new Executor(genesis, modules()).chainId).toEqual(one.block.header.chainId);
  });

  it('lets modules write what they begin with', () => {
    const withHook = makeGenesis(testChain({ modules: [choice] }).genesis, modules()).block.header.stateRoot;
    const withoutHook = makeGenesis(testChain().genesis, new ModuleRegistry([]).check([])).block.header.stateRoot;
    expect(withHook).not.toEqual(withoutHook);
  });
});
