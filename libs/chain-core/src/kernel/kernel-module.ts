import { ActiveModule, type AnyModule } from '../module/active-module';
import type { ModuleResolver } from '../module/active-modules';
import type { ModuleDefinition } from '../module/define-module';
import type { ApplyContext, CheckContext } from '../module/definition/context';
import type { StoreDefinition } from '../module/definition/stores';
import type { Words } from '../module/definition/words';
import { KERNEL, KERNEL_STORE_NUMBERS } from '../ledger/kernel-stores';
import type { JsonObject } from '../primitives/json';
import type { GenesisDocument } from '../protocol/genesis';
import type { Change } from './change';
import { applyAnnounce, checkAnnounce } from './announce-protocols';
import { applyConfirmModules, checkConfirmModules } from './confirm-modules';
import { applyConfirm, checkConfirm } from './confirm-seat';
import { endEpoch } from './end-epoch';
import { KERNEL_ERRORS } from './errors';
import { outlook, outlookOf } from './outlook';
import { applyApprove, applyPropose, applyWithdraw, checkApprove, checkPropose, checkWithdraw, type ChangePayload, type ProposePayload } from './propose';
import { advanceRules } from './propose-rules';
import { changeContent, changes, committee, decided, epoch, evidence, history, modules, packageContent, packages, policy, protocol, seats } from './queries';
import { applyReject, checkReject } from './reject';
import { applyRegisterKeys, checkRegisterKeys } from './register-keys';
import { applyReport, checkReport } from './report-equivocation';
import { ARGS, EVENTS, PAYLOADS } from './schemas';
import { checkUsage, countUsage } from './usage';

const words = (en: string, zh: string): { readonly title: Words } => ({ title: { en, zh } });
const holds = (number: number, what: string): StoreDefinition => ({ number, holds: what });
const { modules: modulesNumber, seats: seatsNumber, committees, epoch: epochNumber, changes: changesNumber, keys, evidence: evidenceNumber, usage, rosters, force, moduleSets, documents, packages: packagesNumber, migration, rules, protocols, decided: decidedNumber, held: heldNumber, shared: sharedNumber } = KERNEL_STORE_NUMBERS;
type Check = CheckContext<GenesisDocument>;
type Apply = ApplyContext<GenesisDocument>;

/** What every chain with a committee can do about itself. Written like any module; its parameters are the genesis document. */
export const kernelDefinition = (resolver: ModuleResolver): ModuleDefinition<GenesisDocument> => ({
  name: KERNEL,
  version: '1.0.0',
  slot: 'consensus',
  title: { en: 'Seats, committees and modules', zh: '席位、委员会与模块' },
  summary: { en: 'Validators change who decides, which modules and which protocol version are in force, and how they vote, by vote, at a stated height; contradicting votes are recorded.', zh: '验证者通过投票在指定高度更换决策成员、启用的模块、协议版本和表决规则；矛盾投票会被记录。' },
  params: { type: 'object' },
  stores: {
    modules: holds(modulesNumber, 'the modules in force, in running order'),
    seats: holds(seatsNumber, 'number u32 -> seat, as in genesis'),
    committees: holds(committees, 'epoch u32 -> encoded committee; epoch 0 is genesis’'),
    epoch: holds(epochNumber, 'the present epoch, once it is not the first any more or its end is decided'),
    changes: holds(changesNumber, 'id u32 -> proposal that waits or is approved'),
    keys: holds(keys, 'seat u32, scheme -> registered keys not voted with yet'),
    evidence: holds(evidenceNumber, 'epoch u32, place u32 -> two contradicting votes'),
    usage: holds(usage, 'node key -> commands given lately'),
    rosters: holds(rosters, 'epoch u32 -> who sat where in its committee'),
    force: holds(force, 'which set of modules is in force and what is about to change, once anything was approved'),
    moduleSets: holds(moduleSets, 'number u32 -> a set of modules that is or was in force, once it was changed'),
    documents: holds(documents, 'proposal u32, place u32 -> a package, or parameters of a module'),
    packages: holds(packagesNumber, 'hash(module, package) -> a published or retired package'),
    migration: holds(migration, 'how far a migration has come'),
    rules: holds(rules, 'which protocol versions were in force from when on, how validators decide and what is about to change, once anything was approved'),
    protocols: holds(protocols, 'seat u32 -> range of protocol versions that its node runs, once it said so'),
    decided: holds(decidedNumber, 'place u32 -> a proposal that is over, and how it ended; the newest 128'),
    held: holds(heldNumber, 'module’s space -> how many unspent outputs are locked to it, with an owner and without (u53 each)'),
    shared: holds(sharedNumber, 'length u8, module’s space, asset -> how much of it is locked to it without an owner (16 bytes)'),
  },
  commands: {
    'propose-change': { ...words('Propose a change', '提出变更'), payload: PAYLOADS.propose, check: (context: Check, payload: ProposePayload) => checkPropose(context, payload, resolver), apply: (context: Apply, payload: ProposePayload) => applyPropose(context, payload, resolver) },
    'approve-change': { ...words('Approve a change', '批准变更'), payload: PAYLOADS.change, check: (context: Check, payload: ChangePayload) => checkApprove(context, payload, resolver), apply: (context: Apply, payload: ChangePayload) => applyApprove(context, payload, resolver) },
    'reject-change': { ...words('Vote against a change', '反对变更'), payload: PAYLOADS.change, check: checkReject, apply: (context: Apply, payload: ChangePayload) => applyReject(context, payload, resolver) },
    'withdraw-change': { ...words('Withdraw a change', '撤回变更'), payload: PAYLOADS.change, check: checkWithdraw, apply: applyWithdraw },
    'confirm-seat': { ...words('Say that a new validator is there', '确认新验证者就位'), payload: PAYLOADS.change, check: checkConfirm, apply: applyConfirm },
    'confirm-modules': { ...words('Say that a node has the new module', '确认节点拥有新模块'), payload: PAYLOADS.change, check: checkConfirmModules, apply: applyConfirmModules },
    'announce-protocols': { ...words('Say which protocol versions a node runs', '公布节点支持的协议版本'), payload: PAYLOADS.announce, check: checkAnnounce, apply: applyAnnounce },
    'register-keys': { ...words('Register a voting key', '登记投票密钥'), payload: PAYLOADS.registerKeys, check: checkRegisterKeys, apply: applyRegisterKeys },
    'report-equivocation': { ...words('Report contradicting votes', '举报矛盾投票'), payload: PAYLOADS.report, check: checkReport, apply: applyReport },
  },
  queries: {
    committee: { ...words('Who votes in an epoch', '某任期的投票成员'), args: ARGS.epoch, answer: committee },
    epoch: { ...words('The present epoch', '当前任期'), args: ARGS.none, answer: epoch },
    seats: { ...words('All seats', '全部席位'), args: ARGS.none, answer: seats },
    changes: { ...words('Proposed changes', '待定变更'), args: ARGS.none, answer: changes },
    decided: { ...words('Proposals that are over', '已结束的提案'), args: ARGS.decided, answer: decided },
    outlook: { ...words('What changes would lead to', '变更的后果'), args: ARGS.outlook, answer: (context, asked: { changes: readonly Change[] }) => outlook(context, asked, resolver) },
    'outlook-of': { ...words('What a proposal would lead to', '某提案的后果'), args: ARGS.change, answer: (context, asked: { change: number }) => outlookOf(context, asked, resolver) },
    evidence: { ...words('Contradicting votes', '矛盾投票'), args: ARGS.none, answer: evidence },
    modules: { ...words('Modules in force, now or then', '启用的模块（当前或过去）'), args: ARGS.set, answer: modules },
    history: { ...words('When modules changed', '模块变更历史'), args: ARGS.none, answer: history },
    protocol: { ...words('The protocol version in force, and who runs which', '生效的协议版本及各席位支持的版本'), args: ARGS.none, answer: protocol },
    policy: { ...words('How validators decide', '验证者的表决规则'), args: ARGS.none, answer: policy },
    packages: { ...words('Published packages', '已发布的规则包'), args: ARGS.none, answer: packages },
    package: { ...words('What a package holds', '规则包内容'), args: ARGS.package, answer: packageContent },
    content: { ...words('What a proposal is about', '提案内容'), args: ARGS.content, answer: changeContent },
  },
  events: {
    'change-proposed': { ...words('A change was proposed', '提出了变更'), data: EVENTS['change-proposed'] },
    'change-supported': { ...words('A seat supports a change', '席位支持变更'), data: EVENTS['change-supported'] },
    'change-opposed': { ...words('A seat is against a change', '席位反对变更'), data: EVENTS['change-opposed'] },
    'change-rejected': { ...words('A change was rejected', '变更已被否决'), data: EVENTS['change-rejected'] },
    'change-approved': { ...words('A change was approved', '变更已获批准'), data: EVENTS['change-approved'] },
    'change-withdrawn': { ...words('A change was withdrawn', '变更已撤回'), data: EVENTS['change-withdrawn'] },
    'change-cancelled': { ...words('An approved change was cancelled', '已获批准的变更被取消'), data: EVENTS['change-cancelled'] },
    'change-took-effect': { ...words('A change took effect', '变更已生效'), data: EVENTS['change-took-effect'] },
    'change-failed': { ...words('A change could not take effect', '变更未能生效'), data: EVENTS['change-failed'] },
    'modules-approved': { ...words('A change of modules was approved', '模块变更已获批准'), data: EVENTS['modules-approved'] },
    'modules-confirmed': { ...words('A node has the new module', '节点已拥有新模块'), data: EVENTS['modules-confirmed'] },
    'migration-began': { ...words('Records are being carried over', '记录开始迁移'), data: EVENTS['migration-began'] },
    'migration-ended': { ...words('All records are carried over', '记录迁移完成'), data: EVENTS['migration-ended'] },
    'outputs-taken-over': { ...words('A module took over what the one before it held for all', '模块接管了前一模块为众人持有的资产'), data: EVENTS['outputs-taken-over'] },
    'modules-changed': { ...words('Other modules are in force', '模块已变更'), data: EVENTS['modules-changed'] },
    'protocols-announced': { ...words('A node said which protocol versions it runs', '节点公布了支持的协议版本'), data: EVENTS['protocols-announced'] },
    'protocol-approved': { ...words('A protocol version was approved', '协议版本已获批准'), data: EVENTS['protocol-approved'] },
    'protocol-activated': { ...words('A protocol version is in force', '协议版本已生效'), data: EVENTS['protocol-activated'] },
    'policy-approved': { ...words('Another way to decide was approved', '新的表决规则已获批准'), data: EVENTS['policy-approved'] },
    'policy-changed': { ...words('Validators decide in another way', '表决规则已变更'), data: EVENTS['policy-changed'] },
    'seat-confirmed': { ...words('A new validator is there', '新验证者已就位'), data: EVENTS['seat-confirmed'] },
    'keys-registered': { ...words('A voting key was registered', '已登记投票密钥'), data: EVENTS['keys-registered'] },
    'epoch-ended': { ...words('A committee handed over', '委员会已交接'), data: EVENTS['epoch-ended'] },
    'hook-left-out': { ...words('What a module does at the end of a block was left out', '模块的区块收尾操作被略过'), data: EVENTS['hook-left-out'] },
    'equivocation-recorded': { ...words('A validator signed contradicting votes', '验证者签署了矛盾投票'), data: EVENTS['equivocation-recorded'] },
  },
  errors: KERNEL_ERRORS,
  policy: { check: checkUsage, apply: countUsage },
  hooks: {
    endBlock: (context) => {
      endEpoch(context);
      advanceRules(context);
    },
  },
});

export function kernelModule(genesis: GenesisDocument, resolver: ModuleResolver): ActiveModule {
  return new ActiveModule(kernelDefinition(resolver) as unknown as AnyModule, genesis as unknown as JsonObject);
}
