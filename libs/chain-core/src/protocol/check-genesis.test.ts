import { createHash } from 'node:crypto';
import { Refusal } from '../primitives/refusal';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { canonicalJson } from '../codec/json';
import { testChain } from '../testing/test-genesis';
import { encodeGenesis, parseGenesis } from './check-genesis';
import { chainIdOf } from './ids';

const { genesis } = testChain({ modules: [{ name: 'counter', version: '1.0.0', params: {} }] });
const [first, second] = genesis.seats;

function refusalOf(document: unknown): string | undefined {
  try {
    parseGenesis(canonicalJson(document as Json));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.facts.field}`;
    throw error;
  }
}

const pow = {
  engine: 'pow', workFunction: 'sha256d', targetSpacingMs: 1_000, initialWork: 1_000, leastWork: 100, retargetBlocks: 20, futureMsMax: 5_000, finalDepth: 6,
  coinbase: { reward: '50', halvingBlocks: 0, maturityBlocks: 3, allocations: [{ publicKey: 'ab'.repeat(32), amount: '7' }] },
} as const;
const governedBy = (fields: object) => ({ ...genesis, governance: { approvalPercent: 67, ...fields } });
const topologyOf = (topology: object) => ({ ...genesis, consensus: { ...genesis.consensus, topology } });
const mined = { ...genesis, seats: [], consensus: pow };
const minedWith = (fields: object) => ({ ...mined, consensus: { ...pow, ...fields } });
const coinbaseWith = (fields: object) => minedWith({ coinbase: { ...pow.coinbase, ...fields } });

describe('a genesis document', () => {
  it('may found a chain of proof of work, with seats that do not vote or with none', () => {
    expect(refusalOf(mined)).toBeUndefined();
    expect(refusalOf({ ...mined, seats: [{ organisation: 'o', label: 'O', role: 'member', nodeKey: 'ab'.repeat(32) }] })).toBeUndefined();
    expect(refusalOf({ ...coinbaseWith({ reward: '0', allocations: [] }), assets: 'disabled' })).toBeUndefined();
  });

  it('has the plain hash of its canonical bytes as chain id', () => {
    const bytes = encodeGenesis(genesis);
    expect(parseGenesis(bytes)).toEqual(genesis);
    expect(toHex(chainIdOf(genesis))).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('may have members, observers and regulators without voting keys', () => {
    const seats = [...genesis.seats, { organisation: 'o', label: 'O', role: 'regulator', nodeKey: 'ab'.repeat(32) }];
    expect(refusalOf({ ...genesis, seats })).toBeUndefined();
  });

  it('may say how validators decide beyond how many must approve, as older documents do not', () => {
    expect(refusalOf(governedBy({ quorumPercent: 75, expiryMs: 3_600_000, delayBlocks: 10 }))).toBeUndefined();
    expect(refusalOf(governedBy({ delayBlocks: 0 }))).toBeUndefined();
  });

  const { name: _, ...nameless } = genesis;
  const cases: Record<string, [unknown, string]> = {
    nothing: [null, ''],
    'a field too few': [nameless, 'name'],
    'a field too many': [{ ...genesis, extra: 1 }, 'extra'],
    'another format': [{ ...genesis, format: 'bystack-genesis/2' }, 'format'],
    'a protocol version we do not speak': [{ ...genesis, protocolVersion: 2 }, 'protocolVersion'],
    'a time before 1970': [{ ...genesis, createdAtMs: -1 }, 'createdAtMs'],
    'an approval of nobody': [governedBy({ approvalPercent: 0 }), 'governance.approvalPercent'],
    'a quorum of more than all': [governedBy({ quorumPercent: 101 }), 'governance.quorumPercent'],
    'no time to vote': [governedBy({ expiryMs: 59_999 }), 'governance.expiryMs'],
    'a delay that is no number': [governedBy({ delayBlocks: '5' }), 'governance.delayBlocks'],
    'a policy with a field too many': [governedBy({ veto: true }), 'governance.veto'],
    'an engine that is none': [{ ...genesis, consensus: { ...genesis.consensus, engine: 'luck' } }, 'consensus.engine'],
    'a topology that is none': [topologyOf({ kind: 'ring' }), 'consensus.topology.kind'],
    'a tree without gateways': [topologyOf({ kind: 'tree' }), 'consensus.topology.gateways'],
    'no gateway': [topologyOf({ kind: 'tree', gateways: 0 }), 'consensus.topology.gateways'],
    'more gateways than validators': [topologyOf({ kind: 'tree', gateways: 1000 }), 'consensus.topology.gateways'],
    'gateways of a mesh': [topologyOf({ kind: 'mesh', gateways: 2 }), 'consensus.topology.gateways'],
    'a timer above its maximum': [{ ...genesis, consensus: { ...genesis.consensus, viewTimerMs: 4000 } }, 'consensus.viewTimerMsMax'],
    'a heartbeat faster than a view': [{ ...genesis, consensus: { ...genesis.consensus, heartbeatMs: 399 } }, 'consensus.heartbeatMs'],
    'blocks too small for a transaction': [
      { ...genesis, limits: { ...genesis.limits, blockBytesMax: genesis.limits.transactionBytesMax } },
      'limits.blockBytesMax',
    ],
    'blocks without end': [{ ...genesis, limits: { ...genesis.limits, blockTransactionsMax: 1e9 } }, 'limits.blockTransactionsMax'],
    'a module without parameters': [{ ...genesis, modules: [{ name: 'a', version: '1.0.0' }] }, 'modules[0].params'],
    'no seats': [{ ...genesis, seats: [] }, 'seats'],
    'no validator': [{ ...genesis, seats: [{ organisation: 'o', label: 'O', role: 'member', nodeKey: first!.nodeKey }] }, 'seats'],
    'a role that is none': [{ ...genesis, seats: [{ ...first, role: 'king' }] }, 'seats[0].role'],
    'a validator without a voting key': [
      { ...genesis, seats: [{ organisation: 'o', label: 'O', role: 'validator', nodeKey: first!.nodeKey }] },
      'seats[0].votingKey',
    ],
    'a seat twice': [{ ...genesis, seats: [first, first] }, 'seats[1]'],
    'a key in upper case': [{ ...genesis, seats: [{ ...first, nodeKey: first!.nodeKey.toUpperCase() }] }, 'seats[0].nodeKey'],
    'a voting key bound to another node': [{ ...genesis, seats: [{ ...first, nodeKey: second!.nodeKey }] }, 'seats[0].proofOfPossession'],
    'a stolen voting key': [{ ...genesis, seats: [{ ...first, votingKey: second!.votingKey }] }, 'seats[0].proofOfPossession'],
  };
  Object.assign(cases, {
    'votes beside work': [{ ...mined, seats: genesis.seats }, 'seats'],
    'a work function that is none': [minedWith({ workFunction: 'scrypt' }), 'consensus.workFunction'],
    'less work than the least': [minedWith({ initialWork: 99 }), 'consensus.initialWork'],
    'a time so far ahead that it moves the work': [minedWith({ futureMsMax: 10_001 }), 'consensus.futureMsMax'],
    'more unfinal blocks than fit': [minedWith({ finalDepth: 13 }), 'consensus.finalDepth'],
    'no depth': [minedWith({ finalDepth: 0 }), 'consensus.finalDepth'],
    'a reward that is a number': [coinbaseWith({ reward: 50 }), 'consensus.coinbase.reward'],
    'a reward beyond amounts': [coinbaseWith({ reward: String(2n ** 63n) }), 'consensus.coinbase.reward'],
    'a reward ready at once': [coinbaseWith({ maturityBlocks: 0 }), 'consensus.coinbase.maturityBlocks'],
    'an allocation of nothing': [coinbaseWith({ allocations: [{ publicKey: 'ab'.repeat(32), amount: '0' }] }), 'consensus.coinbase.allocations[0].amount'],
    'allocations beyond amounts': [coinbaseWith({ allocations: [1, 2].map(() => ({ publicKey: 'ab'.repeat(32), amount: String(2n ** 62n) })) }), 'consensus.coinbase.allocations'],
    'a reward where there are no assets': [{ ...mined, assets: 'disabled' }, 'consensus.coinbase'],
  });
  it.each(Object.entries(cases))('is refused with %s', (__, [document, field]) =>
    expect(refusalOf(document)).toBe(`GENESIS_INVALID ${field}`),
  );

  it('is refused unless its bytes are canonical', () => {
    expect(() => parseGenesis(Buffer.from(JSON.stringify(genesis, null, 1)))).toThrow('MALFORMED_JSON');
  });
});
