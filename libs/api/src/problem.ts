/** Every error body over HTTP: RFC 9457, media type application/problem+json. */
export interface Problem {
  /** `urn:bystack:problem:` + code in lower case with dashes. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A sentence a person understands: what, why, the next step. */
  readonly detail: string;
  /** Stable, UPPER_SNAKE. */
  readonly code: string;
  /** JSON pointer-like path of what is wrong in the request, e.g. `/validators` or `/payload/eventList/0/action`. */
  readonly field?: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
  /** Of the facts those that people read in another way: amounts with the name of their asset. They are in `detail` already. */
  readonly shown?: Readonly<Record<string, string>>;
  /** More than one field wrong. */
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly detail: string }[];
  readonly requestId?: string;
}

/** A code's HTTP status and words; `{name}` takes a fact. Modules bring their own rows (errors of defineModule). */
export interface ProblemRow {
  readonly status: number;
  readonly en: string;
  readonly zh: string;
}

/** Codes of the platform itself. One table: nobody matches on text. */
export const PROBLEMS = {
  MALFORMED_JSON: { status: 400, en: 'The request body cannot be read as JSON: {reason}.', zh: '无法将请求正文读作 JSON：{reason}。' },
  INVALID_REQUEST: { status: 400, en: 'Some of what was sent cannot be used; see the fields.', zh: '提交的内容有误，请查看各字段。' },
  BODY_TOO_LARGE: { status: 413, en: 'The request is larger than {limitBytes} bytes.', zh: '请求超过 {limitBytes} 字节。' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, en: 'Send the body as application/json.', zh: '请以 application/json 发送正文。' },
  NOT_SIGNED_IN: { status: 401, en: 'Sign in, or send an API key that is known here and was not revoked.', zh: '请登录，或提供本系统已知且未被吊销的 API 密钥。' },
  SIGN_IN_FAILED: { status: 401, en: 'The e-mail address or the password is wrong.', zh: '邮箱或密码错误。' },
  SETUP_LINK_INVALID: { status: 403, en: 'This one-time link was used or has expired. Start Bystack again to get a new one.', zh: '该一次性链接已使用或已过期，请重新启动 Bystack 以获取新链接。' },
  EMAIL_TAKEN: { status: 409, en: 'Somebody with this e-mail address has an account already.', zh: '此邮箱已有账户。' },
  LAST_OWNER: { status: 409, en: 'An organisation needs an owner: make somebody else one first.', zh: '机构必须有所有者：请先将他人设为所有者。' },
  PASSWORD_WRONG: { status: 403, en: 'The current password is wrong.', zh: '当前密码不正确。' },
  RESET_LINK_INVALID: { status: 403, en: 'This one-time link was used or has expired. Whoever runs Bystack can make a new one.', zh: '该一次性链接已使用或已过期。请让运行 Bystack 的人重新生成。' },
  PEOPLE_ONLY: { status: 403, en: 'Only a person who has signed in with a password can do this, not an API key.', zh: '此操作仅限使用密码登录的人员，不能使用 API 密钥。' },
  PASSWORD_TOO_WEAK: { status: 400, en: 'Choose a password of at least {minimum} characters.', zh: '密码至少需要 {minimum} 个字符。' },
  NOT_ALLOWED: { status: 403, en: 'Your role does not allow this: it needs the permission {permission}.', zh: '您的角色没有权限：需要 {permission}。' },
  CSRF_REFUSED: { status: 403, en: 'The request did not come from the console: with the session cookie its Origin header must name this very address. Programs use an API key.', zh: '请求并非来自控制台：使用会话 Cookie 时，Origin 请求头必须为本站地址；程序请使用 API 密钥。' },
  NOT_FOUND: { status: 404, en: 'There is nothing here that you can see.', zh: '此处没有您可见的内容。' },
  CHAIN_ID_WANTED: { status: 404, en: '“{name}” is the name of a chain; here its id is wanted: {chainId}.', zh: '“{name}”是链的名称；此处须使用其 ID：{chainId}。' },
  TRANSACTION_UNKNOWN: { status: 404, en: 'No node that answers knows the transaction {txId} on this chain. If it was submitted just now, ask again in a moment; else it is on another chain, or was never let in.', zh: '此链上没有节点知道交易 {txId}。若刚刚提交，请稍后再试；否则它可能在其他链上，或从未被接收。' },
  TRANSACTION_ID_INVALID: { status: 404, en: '“{given}” is not the id of a transaction: those are 64 of the characters 0-9 and a-f.', zh: '“{given}”不是交易 ID：交易 ID 由 64 个 0-9 和 a-f 的字符组成。' },
  BLOCK_UNKNOWN: { status: 404, en: 'No node that answers has a block {block} of this chain. If it is a height that the chain has not reached, ask again later.', zh: '此链上没有节点拥有区块 {block}。若该高度尚未达到，请稍后再试。' },
  METHOD_NOT_ALLOWED: { status: 405, en: 'This address does not take that method.', zh: '该地址不支持此方法。' },
  IDEMPOTENCY_KEY_REUSED: { status: 409, en: 'This Idempotency-Key was used for a different request.', zh: '该幂等键已用于不同的请求。' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, en: 'An Idempotency-Key is 1 to 200 visible characters.', zh: '幂等键应为 1 至 200 个可见字符。' },
  IN_PROGRESS: { status: 409, en: 'The same request is being carried out; ask again shortly.', zh: '相同的请求正在处理中，请稍后再试。' },
  TOO_MANY_REQUESTS: { status: 429, en: 'Too many requests; try again in {retryAfterSeconds} s.', zh: '请求过多，请在 {retryAfterSeconds} 秒后重试。' },
  NAME_TAKEN: { status: 409, en: 'Another chain of yours is already called “{name}”.', zh: '您已有名为“{name}”的链。' },
  CSR_INVALID: { status: 422, en: 'This is not a certificate request with one common name (CN), signed by the key in it.', zh: '这不是由其所含密钥签名且只有一个通用名称（CN）的证书请求。' },
  BADGE_UNREADABLE: { status: 422, en: 'Chains would not accept a certificate for this key ({reason}). Use an Ed25519, P-256, P-384 or RSA key (2048 to 4096 bits).', zh: '链不会接受使用此密钥的证书（{reason}）。请使用 Ed25519、P-256、P-384 或 RSA（2048 至 4096 位）密钥。' },
  BADGE_REVOKED: { status: 409, en: 'This badge is revoked already, and a revocation is never taken back.', zh: '该证书已被吊销，且吊销不可撤回。' },
  TOO_MANY_AUTHORITIES: { status: 409, en: 'An organisation keeps at most {limit} certificate authorities here.', zh: '每个机构在此最多保管 {limit} 个证书颁发机构。' },
  UNKNOWN_TEMPLATE: { status: 422, en: 'There is no template “{template}”.', zh: '没有模板“{template}”。' },
  UNKNOWN_MODULE: { status: 422, en: 'There is no module “{module}” for this slot. A chain can be founded with: {known}.', zh: '此槽位没有模块“{module}”。创立链时可用的有：{known}。' },
  INVALID_PARAMETER: { status: 422, en: 'A parameter of a module is not possible: {reason}.', zh: '模块参数无效：{reason}。' },
  NO_HOST_WITH_ROOM: { status: 409, en: 'No enrolled, connected host has room for {needed} more nodes ({free} free).', zh: '没有在线主机可再容纳 {needed} 个节点（剩余 {free}）。' },
  RUNTIME_UNAVAILABLE: { status: 409, en: 'The host “{host}” cannot start nodes now: {trouble}', zh: '主机“{host}”当前无法启动节点：{trouble}' },
  CONFIRMATION_MISMATCH: { status: 422, en: 'Type the exact name of the chain to confirm.', zh: '请准确输入链的名称以确认。' },
  RECOVERY_NOT_NEEDED: { status: 409, en: 'No validator of this chain says that its folder is an older copy: there is nothing to start again from.', zh: '该链没有验证者表示其数据目录是旧副本，无需重新启动。' },
  RECOVERY_RUNS: { status: 409, en: 'The chain is being started again already.', zh: '该链已在重新启动中。' },
  VALIDATOR_REMEMBERS: { status: 409, en: '{remember} validators remember what was signed: the others fetch what they lost from them, and nothing need be given up.', zh: '{remember} 个验证者仍保有签名记录：其余节点会从它们取回丢失的区块，无需放弃任何数据。' },
  RECOVERY_TOO_FEW: { status: 409, en: '{ready} validators are heard of; {needed} are needed to start the chain again.', zh: '当前有 {ready} 个验证者在线，重新启动该链至少需要 {needed} 个。' },
  RECOVERY_CHANGED: { status: 409, en: 'What is left has changed since you looked: the newest block is {fromHeight} now. Look again.', zh: '现存数据已发生变化：最新区块现为 {fromHeight}，请重新查看。' },
  CHAIN_NOT_RUNNING: { status: 409, en: 'The chain is stopped; start it first.', zh: '该链已停止，请先启动。' },
  CHAIN_BEING_REMOVED: { status: 409, en: 'The chain is being removed.', zh: '该链正在删除中。' },
  NODE_OPENING: { status: 503, en: 'The node is starting; it answers when its data are open.', zh: '节点正在启动，数据打开后即可响应。' },
  NODE_UNREACHABLE: { status: 503, en: 'No node of this chain answers right now; its hosts are offline or it is still starting.', zh: '该链目前没有节点响应，主机可能离线或仍在启动。' },
  NODE_ANSWER_INVALID: { status: 502, en: 'What the node {node} answered is no answer to what it was asked, and no other node of this organisation gave a better one: its software may be of another version, or its host may be under the control of somebody else.', zh: '节点 {node} 的回答不符合所提的请求，且本机构没有其他节点给出更好的回答：其软件版本可能不同，或其主机可能已被他人控制。' },
  WOULD_LOSE_QUORUM: { status: 409, en: 'Validators that would still run: {remaining} of {total}; needed to go on: {quorum}.', zh: '此操作将使验证者只剩 {remaining}/{total}，至少需要 {quorum}。' },
  UNKNOWN_COMMAND: { status: 422, en: 'The chain has no command “{command}” in “{module}”.', zh: '该链的“{module}”没有命令“{command}”。' },
  ASSET_EXISTS: { status: 409, en: 'Your organisation has issued an asset with just this name, symbol and decimals already: issue more of it, or choose another name.', zh: '您的机构已发行名称、符号和小数位完全相同的资产：请增发该资产，或另选名称。' },
  NO_FEES: { status: 409, en: 'This chain asks for no fees, so there is nothing to pay in.', zh: '本链不收费，无需缴付。' },
  TREASURY_NOT_NAMED: { status: 409, en: 'Fees 1.0.0 are paid to the treasury’s key, and what a node says it is is not believed: name the key that was voted for, as the one that gets it.', zh: '1.0.0 版费用应付至金库的公钥，且不采信节点所称的公钥：请将投票决定的公钥指定为接收方。' },
  ASSET_UNDER_WAY: { status: 409, en: 'An asset with just this name, symbol and decimals is being issued at this moment. Try again in a moment: then it is there, or you can issue it.', zh: '名称、符号和小数位完全相同的资产正在发行中。请稍后重试：届时该资产已存在，或可由您发行。' },
  NOT_ISSUER: { status: 422, en: 'Only whoever issued this asset first can issue more of it, and that was not your organisation’s key alone.', zh: '只有最初的发行方才能增发该资产，而发行方并非仅为您的机构的密钥。' },
  HOLDING_TOO_SMALL: { status: 409, en: 'Your organisation’s key can spend {available} of this asset now; {needed} are needed.', zh: '您的机构的密钥目前可支配该资产 {available}，需要 {needed}。' },
  OUTPUTS_BUSY: { status: 409, en: 'What your organisation’s key holds of this asset is being moved at this moment; what is left of it can be spent right after. Try again in a moment.', zh: '您的机构的密钥所持的该资产正在转移中，剩余部分随后即可使用。请稍后重试。' },
  HOLDING_SCATTERED: { status: 409, en: 'This amount lies in too many small pieces: at most {reachable} can be moved at once. Move that first.', zh: '该数额过于零散：一次最多可转移 {reachable}，请先转移该数额。' },
  ASSETS_DISABLED: { status: 422, en: 'This chain was founded to keep no assets.', zh: '本链创立时设定为不保存资产。' },
  UNKNOWN_QUERY: { status: 404, en: 'The chain has no query “{query}” in “{module}”.', zh: '该链的“{module}”没有查询“{query}”。' },
  JOIN_TOKEN_INVALID: { status: 403, en: 'The join token was used, has expired or is not known.', zh: '加入令牌已使用、已过期或不存在。' },
  HOST_IN_USE: { status: 409, en: 'The host still carries {nodes} nodes; delete or move them first.', zh: '该主机仍有 {nodes} 个节点，请先删除或迁移。' },
  NOT_FINAL_IN_TIME: { status: 504, en: 'Submitted, but not final within {waitedMs} ms.', zh: '已提交，但在 {waitedMs} 毫秒内未最终确认。' },
  NO_SEAT_HERE: { status: 409, en: 'Nobody votes on this chain, so there is no committee and nothing to propose: whoever does the work adds blocks (open competition), and its rules stay as it was founded with.', zh: '此链没有委员会，也无可提议之事：完成工作者添加区块（开放竞争），其规则始终与创立时一致。' },
  NO_VOTE_HERE: { status: 409, en: 'This node votes for no seat now, so it has no key to change.', zh: '该节点当前不代表任何席位投票，没有可更换的密钥。' },
  VOTED_AGAINST: { status: 409, en: 'None of your validators that run is left to approve: {seats} voted against. A vote is changed only if its node is named.', zh: '本机构运行中的验证者已无可批准者：{seats} 已投反对票。须指定其节点才能更改该投票。' },
  VOTED_FOR: { status: 409, en: 'None of your validators that run is left to vote against: {seats} approved. A vote is changed only if its node is named.', zh: '本机构运行中的验证者已无可反对者：{seats} 已批准。须指定其节点才能更改该投票。' },
  NODE_HAS_SEAT: { status: 409, en: 'The node has the seat “{label}”. Propose to remove that seat first; once that has taken effect the node can go.', zh: '该节点拥有席位“{label}”。请先提议移除该席位，生效后即可删除节点。' },
  PROPOSAL_OVER: { status: 409, en: 'Proposal {proposal} waits for no votes any more.', zh: '提案 {proposal} 已不再等待表决。' },
  PROPOSAL_NOT_OVER: { status: 404, en: 'Proposal {proposal} is not over yet: it waits for votes, or for the block after which it takes effect.', zh: '提案 {proposal} 尚未结束：仍在等待表决，或等待其生效的区块。' },
  NO_SUCH_PROPOSAL: { status: 404, en: 'There is no proposal {proposal}: this chain has had {made} so far.', zh: '不存在提案 {proposal}：本链至今共有 {made} 个提案。' },
  PROPOSAL_FORGOTTEN: { status: 404, en: 'Proposal {proposal} ended so long ago that the chain remembers it no more.', zh: '提案 {proposal} 结束已久，链上已不再记得。' },
  NODE_IS_PROPOSED: { status: 409, en: 'Proposal {proposal} would give the node a seat. Withdraw it first, or let it be decided.', zh: '提案 {proposal} 将给予该节点席位。请先撤回，或等待其决定。' },
  NOTHING_TO_REHEARSE: { status: 422, en: 'Only changes of modules can be tried out: parameters, rules, another module.', zh: '只有模块变更可以试运行：参数、规则包或更换模块。' },
  REHEARSAL_RUNS: { status: 409, en: 'Every node of this chain that could try the change out is trying one out already; ask again when that is over.', zh: '本链可试运行的节点均已在试运行其他变更；请待其结束后再试。' },
  REHEARSALS_FULL: { status: 429, en: '{running} changes are being tried out on this chain already, which is as many as it takes; ask again when one of them is over.', zh: '本链已有 {running} 项变更正在试运行，已达上限；请待其中一项结束后再试。' },
  REHEARSAL_LOST: { status: 503, en: 'The nodes that tried the change out stopped before they were done, {tries} times. Nothing was changed. Look at the nodes, then rehearse again.', zh: '试运行变更的节点中途停止了 {tries} 次。未作任何变更。请检查节点后重新试运行。' },
  NO_VALIDATOR_HERE: { status: 409, en: 'No validator of this organisation runs now; only validators propose and approve. Start one of its nodes first.', zh: '本机构当前没有验证者在运行；只有验证者可以提案和批准。请先启动其节点。' },
  NOT_MINED_HERE: { status: 409, en: 'Nobody mines on this chain: its members’ committee decides.', zh: '此链不挖矿：由成员委员会决定。' },
  NOT_SPLIT: { status: 409, en: 'Nobody that this node hears has more work on another branch: there is nothing to change over to.', zh: '此节点未发现其他工作量更大的分支，无需切换。' },
  SPLIT_CHANGED: { status: 409, en: 'The branches part after block {forkHeight} by now. Look again at what would be forgotten.', zh: '分支现于区块 {forkHeight} 之后分开，请重新查看将被丢弃的内容。' },
  THREADS_OUT_OF_RANGE: { status: 422, en: 'threads must be a whole number from 0 to {threadsMax}.', zh: '线程数必须是 0 到 {threadsMax} 的整数。' },
  NOT_BURIED_HERE: { status: 409, en: 'Block {height} lies under {depth} blocks that this node knows, not yet under enough work to be final ({finalDepth} blocks and {finalDepth} times its own work); ask again in a moment.', zh: '此节点所知区块 {height} 之上有 {depth} 个区块，工作量尚不足以最终确认（须有 {finalDepth} 个区块且达到其自身工作量的 {finalDepth} 倍）；请稍后再试。' },
  ANCHOR_OUT_OF_RANGE: { status: 422, en: 'from must be the height of a block from {least} to {most} for this evidence.', zh: '此证据的 from 必须是 {least} 到 {most} 之间的区块高度。' },
  TRANSACTION_DROPPED: { status: 409, en: 'The chain let the transaction go without deciding on it; nothing was recorded. Submit it again.', zh: '链未处理该交易即将其丢弃，未记录任何内容，请重新提交。' },
  MALFORMED: { status: 400, en: 'The bytes are not a valid encoding ({field}).', zh: '字节编码无效（{field}）。' },
  OPEN_INPUT_OUTSIDE_LIMITS: { status: 409, en: 'Input {input} was signed for {atLeast} to {atMost}, and {came} would have come. Sign again with limits that hold now.', zh: '输入 {input} 签名允许的数额为 {atLeast} 至 {atMost}，而实际将得到 {came}。请按当前情况重新设定界限并签名。' },
  OPEN_INPUT_MISSING: { status: 422, en: 'The transaction takes {taken} of asset {assetId} from what the module {module} holds under “{lock}”, and no open input says so.', zh: '该交易从模块 {module} 以“{lock}”锁定的资产 {assetId} 中取走 {taken}，但没有任何开放输入为此签名。' },
  MEMPOOL_FULL: { status: 429, en: 'The chain has more work waiting than it takes; try again in {retryAfterSeconds} s.', zh: '链上待处理的交易过多，请在 {retryAfterSeconds} 秒后重试。' },
  DISK_FULL: { status: 507, en: 'The disk is full; nothing was changed.', zh: '磁盘已满，未做任何更改。' },
  NOT_READY: { status: 503, en: 'The database does not answer right now.', zh: '数据库当前无响应。' },
  INTERNAL: { status: 500, en: 'Something went wrong on our side. The request id helps us find it.', zh: '系统内部错误，请提供请求编号以便排查。' },
} as const satisfies Record<string, ProblemRow>;

/** Sentences that follow those of any code where there is a fact of that name. */
export const ALSO_TOLD = {
  inItsPlace: { en: 'What that module is for is done by “{inItsPlace}” on this chain; what it takes and answers is among the chain’s commands.', zh: '该模块的职能在本链由“{inItsPlace}”承担；其可接受的命令和查询见该链的命令列表。' },
  corrects: { en: 'It repeats a record of before in order to correct it ({corrects}), and rules that came later may refuse what those of its time took. Leave that record out: the others can be corrected without it, and it stays on the chain as it is. To correct it, too, the validators vote for rules that let corrections through, such as “has(item.{corrects}) || …”.', zh: '其中重复了一条以往的记录以便更正（{corrects}），而之后的规则可能拒绝当时规则所接受的内容。请将该记录从更正中去掉：其余记录可照常更正，该记录原样保留在链上。若也要更正它，须由验证者投票采用放行更正的规则，例如“has(item.{corrects}) || …”。' },
  byVoteOnly: { en: 'Later, by vote, it can have: {byVoteOnly}.', zh: '此后可经投票采用：{byVoteOnly}。' },
  recordUntil: { en: 'It is transaction {txId} and counts only if a block before {recordUntil} takes it in: look it up before you send it anew; repeated with the same idempotency key it counts once.', zh: '交易号为 {txId}，仅当 {recordUntil} 之前的区块收录时才有效：重新提交前请先查询；使用相同幂等键重试只计一次。' },
  decisionUntil: { en: 'The proposal or vote is transaction {txId} and counts only if a block before {decisionUntil} takes it in: look at the proposals before you propose or vote anew.', zh: '该提案或表决的交易号为 {txId}，仅当 {decisionUntil} 之前的区块收录时才有效：重新提案或表决前请先查看提案。' },
  inBlock: { en: 'It is transaction {txId}, in a block at height {inBlock}, and final once that block is.', zh: '交易号为 {txId}，已在高度 {inBlock} 的区块中，该区块最终确认后即生效。' },
  standsStill: { en: 'The chain stands still now ({standsStill} run): what waits becomes final if it goes on in time, and may be lost if nodes are stopped before.', zh: '该链目前停滞（运行中 {standsStill}）：若及时恢复，等待中的内容将最终确认；若节点在此之前停止，则可能丢失。' },
  recordedVotes: { en: 'Votes that are recorded and stay: {recordedVotes}.', zh: '已记录且保留的表决：{recordedVotes}。' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export function problemType(code: string): string {
  return `urn:bystack:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}
