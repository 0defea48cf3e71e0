import { AMOUNT_MAX } from '../codec/writer';
import type { Json, JsonObject } from '../primitives/json';
import { SCHEME_FORMS } from './certificate-scheme';
import { fields, hex, integer, invalid, list, object, oneOf } from './genesis-fields';
import { LIMITS } from './limits';

/** Refuses parameters of consensus that are none, or that do not go with the rest of the document (whose limits are checked already). */
export function checkConsensus(genesis: JsonObject): void {
  const { engine } = object(genesis.consensus, 'consensus');
  oneOf(engine, ['bft', 'pow'], 'consensus.engine');
  if (engine === 'bft') checkBft(genesis);
  else checkPow(genesis);
}

function checkBft(genesis: JsonObject): void {
  const bft = fields(genesis.consensus, 'consensus', ['engine', 'certificates', 'topology', 'viewTimerMs', 'viewTimerMsMax', 'heartbeatMs']);
  oneOf(bft.certificates, Object.keys(SCHEME_FORMS), 'consensus.certificates');
  checkTopology(bft.topology, genesis.seats);
  const viewTimerMs = integer(bft.viewTimerMs, 'consensus.viewTimerMs', 10, 60_000);
  integer(bft.viewTimerMsMax, 'consensus.viewTimerMsMax', viewTimerMs, 600_000);
  integer(bft.heartbeatMs, 'consensus.heartbeatMs', viewTimerMs, 24 * 60 * 60 * 1000);
}

function checkTopology(value: Json | undefined, seats: Json | undefined): void {
  const { kind } = object(value, 'consensus.topology');
  oneOf(kind, ['mesh', 'tree'], 'consensus.topology.kind');
  const topology = fields(value, 'consensus.topology', kind === 'tree' ? ['kind', 'gateways'] : ['kind']);
  const validators = list(seats, 'seats').filter((seat, i) => object(seat, `seats[${i}]`).role === 'validator').length;
  if (kind === 'tree') integer(topology.gateways, 'consensus.topology.gateways', 1, Math.max(1, validators));
}

function checkPow({ consensus, assets, limits }: JsonObject): void {
  const names = ['engine', 'workFunction', 'targetSpacingMs', 'initialWork', 'leastWork', 'retargetBlocks', 'futureMsMax', 'finalDepth', 'coinbase'];
  const pow = fields(consensus, 'consensus', names);
  oneOf(pow.workFunction, ['sha256d', 'test'], 'consensus.workFunction');
  const spacingMs = integer(pow.targetSpacingMs, 'consensus.targetSpacingMs', 100, 3_600_000);
  const leastWork = integer(pow.leastWork, 'consensus.leastWork', 1, 2 ** 52);
  integer(pow.initialWork, 'consensus.initialWork', leastWork, 2 ** 52);
  const retargetBlocks = integer(pow.retargetBlocks, 'consensus.retargetBlocks', 4, 10_000);
  // One lying time must not move the work by more than the pace of a few blocks does.
  integer(pow.futureMsMax, 'consensus.futureMsMax', 100, Math.max(1_000, (spacingMs * retargetBlocks) / 2));
  const finalDepth = integer(pow.finalDepth, 'consensus.finalDepth', 1, 200);
  // Blocks that are not final are held in memory and in the engine's log.
  const { blockBytesMax } = limits as { blockBytesMax: number };
  if (blockBytesMax * finalDepth > LIMITS.unfinalBytesMax) invalid('consensus.finalDepth', `with limits.blockBytesMax it may come to ${LIMITS.unfinalBytesMax} bytes at most`);
  checkCoinbase(pow.coinbase, assets === 'enabled');
}

function checkCoinbase(value: Json | undefined, hasAssets: boolean): void {
  const coinbase = fields(value, 'consensus.coinbase', ['reward', 'halvingBlocks', 'maturityBlocks', 'allocations']);
  const reward = amount(coinbase.reward, 'consensus.coinbase.reward', 0n);
  integer(coinbase.halvingBlocks, 'consensus.coinbase.halvingBlocks', 0, Number.MAX_SAFE_INTEGER);
  integer(coinbase.maturityBlocks, 'consensus.coinbase.maturityBlocks', 1, 1_000_000);
  const allocations = list(coinbase.allocations, 'consensus.coinbase.allocations');
  if (allocations.length > LIMITS.outputsMax) invalid('consensus.coinbase.allocations', `at most ${LIMITS.outputsMax}`);
  const total = allocations.reduce((sum: bigint, item, i) => sum + checkAllocation(item, `consensus.coinbase.allocations[${i}]`), 0n);
  if (total > AMOUNT_MAX) invalid('consensus.coinbase.allocations', `together at most ${AMOUNT_MAX}`);
  if (!hasAssets && reward + total > 0n) invalid('consensus.coinbase', 'a chain without assets has none to give');
}

function checkAllocation(value: Json, path: string): bigint {
  const allocation = fields(value, path, ['publicKey', 'amount']);
  hex(allocation.publicKey, 32, `${path}.publicKey`);
  return amount(allocation.amount, `${path}.amount`, 1n);
}

function amount(value: Json | undefined, path: string, least: bigint): bigint {
  const read = typeof value === 'string' && /^(0|[1-9][0-9]{0,18})$/.test(value) ? BigInt(value) : -1n;
  return read >= least && read <= AMOUNT_MAX ? read : invalid(path, `must be a whole number from ${least} to ${AMOUNT_MAX} in decimal, as text`);
}
