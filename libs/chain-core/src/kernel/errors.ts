import type { ErrorDefinition } from '../module/define-module';

const row = (status: ErrorDefinition['status'], en: string, zh: string): ErrorDefinition => ({ status, words: { en, zh } });

/** What the kernel's commands refuse with. */
export const KERNEL_ERRORS: Readonly<Record<string, ErrorDefinition>> = {
  NOT_A_SEAT: row(403, 'Only a seat of this chain may do this; sign with the key of its node.', '只有本链的席位可以执行此操作；请使用其节点密钥签名。'),
  NOT_A_VALIDATOR: row(403, 'Only a validator of this chain may do this; sign with the key of its node.', '只有本链的验证者可以执行此操作；请使用其节点密钥签名。'),
  KERNEL_BUSY: row(429, 'This seat has given {callsPerMinute} commands within a minute; try again in the next one.', '该席位一分钟内已提交 {callsPerMinute} 条命令；请稍后再试。'),
  NO_SUCH_CHANGE: row(404, 'There is no proposal {change} that waits.', '没有待处理的提案 {change}。'),
  CHANGE_EXPIRED: row(409, 'Proposal {change} was not decided in time; propose it again.', '提案 {change} 未及时决定；请重新提出。'),
  ALREADY_DECIDED: row(409, 'Proposal {change} is approved; it takes effect after block {lastHeight}.', '提案 {change} 已获批准；将在区块 {lastHeight} 之后生效。'),
  ALREADY_APPROVED: row(409, 'Seat {seat} supports proposal {change} already.', '席位 {seat} 已支持提案 {change}。'),
  NOT_THE_PROPOSER: row(403, 'Only seat {seat}, which proposed it, may withdraw proposal {change}.', '只有提出者席位 {seat} 可以撤回提案 {change}。'),
  TOO_MANY_OPEN: row(429, 'There are {open} open proposals; at most {openMax} may wait, and {openPerSeatMax} of one seat.', '当前有 {open} 个待定提案；最多 {openMax} 个，每席位最多 {openPerSeatMax} 个。'),
  HEIGHT_TOO_FAR: row(422, 'Block {atHeight} is too far ahead; at most {heightMax} can be asked for.', '区块 {atHeight} 过远；最多可指定到 {heightMax}。'),
  NO_SUCH_SEAT: row(404, 'The chain has no seat {seat}.', '本链没有席位 {seat}。'),
  ROLE_UNCHANGED: row(409, 'Seat {seat} has the role {role} already.', '席位 {seat} 已是 {role}。'),
  TOO_MANY_SEATS: row(409, 'The chain has {seats} seats; more than {seatsMax} are not possible.', '本链已有 {seats} 个席位；不能超过 {seatsMax} 个。'),
  KEY_INVALID: row(422, 'A voting key cannot be used ({scheme}): {reason}.', '投票密钥不可用（{scheme}）：{reason}。'),
  KEY_IN_USE: row(409, 'The key {key} is used by seat {seat} or registered already; every key is used once.', '密钥 {key} 已被席位 {seat} 使用或已登记；每个密钥只能使用一次。'),
  KEY_CHANGE_NOT_SIGNED: row(422, 'The present voting key of seat {seat} has not signed the new one for epoch {epoch}.', '席位 {seat} 的现有投票密钥未为第 {epoch} 任期签署新密钥。'),
  KEY_CHANGE_TOO_SOON: row(429, 'Seat {seat} changed its voting key a short while ago; it may again from {againMs} on (milliseconds since 1970).', '席位 {seat} 不久前更换过投票密钥；{againMs}（自 1970 年起的毫秒数）后可再次更换。'),
  CONSENSUS_INVALID: row(422, 'The parameters of consensus cannot be used at {field}: {reason}.', '共识参数 {field} 不可用：{reason}。'),
  NO_VALIDATOR_LEFT: row(409, 'Of {seats} seats none would be a validator; nothing could ever become final again.', '{seats} 个席位中将没有验证者；此后任何内容都无法最终确认。'),
  KEYS_MISSING: row(409, 'Only {withKeys} of {validators} validators have registered a key for {scheme}; {needed} must have.', '{validators} 个验证者中只有 {withKeys} 个登记了 {scheme} 密钥；需要 {needed} 个。'),
  NO_QUORUM_LEFT: row(409, 'A committee of {validators} needs {needed}; {staying} of the present one stay and {confirmed} newcomers have shown to be there. Let new validators start and catch up first.', '{validators} 个验证者的委员会需要 {needed} 个；现有成员留任 {staying} 个，已确认就位的新成员 {confirmed} 个。请先让新验证者启动并同步。'),
  NOT_A_NEWCOMER: row(403, 'Proposal {change} makes no new validator of this key.', '提案 {change} 并未让该密钥成为新验证者。'),
  ALREADY_CONFIRMED: row(409, 'This key has confirmed proposal {change} already.', '该密钥已确认提案 {change}。'),
  EVIDENCE_INVALID: row(422, 'This proves nothing: {reason}.', '这不能证明任何事：{reason}。'),
  EVIDENCE_KNOWN: row(409, 'Contradicting votes of this seat in epoch {epoch} are recorded already, in block {height}.', '该席位在第 {epoch} 任期的矛盾投票已记录于区块 {height}。'),
  NO_SUCH_EPOCH: row(404, 'The chain has not come to epoch {epoch}; the newest is {newest}.', '本链尚未到第 {epoch} 任期；最新为 {newest}。'),
};
