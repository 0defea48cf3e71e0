import { ActiveModule, type AnyModule } from '../module/active-module';
import type { ModuleDefinition, StoreDefinition, Words } from '../module/define-module';
import { KERNEL, KERNEL_STORE_NUMBERS } from '../ledger/kernel-stores';
import type { JsonObject } from '../primitives/json';
import type { GenesisDocument } from '../protocol/genesis';
import { applyConfirm, checkConfirm } from './confirm-seat';
import { endEpoch } from './end-epoch';
import { KERNEL_ERRORS } from './errors';
import { outlook } from './outlook';
import { applyApprove, applyPropose, applyWithdraw, checkApprove, checkPropose, checkWithdraw } from './propose';
import { changes, committee, epoch, evidence, seats } from './queries';
import { applyRegisterKeys, checkRegisterKeys } from './register-keys';
import { applyReport, checkReport } from './report-equivocation';
import { ARGS, EVENTS, PAYLOADS } from './schemas';
import { checkUsage, countUsage } from './usage';

const words = (en: string, zh: string): { readonly title: Words } => ({ title: { en, zh } });
const holds = (number: number, what: string): StoreDefinition => ({ number, holds: what });
const { seats: seatsNumber, committees, epoch: epochNumber, changes: changesNumber, keys, evidence: evidenceNumber, usage, rosters } = KERNEL_STORE_NUMBERS;

/** What every chain with a committee can do about itself. Written like any module; its parameters are the genesis document. */
export const KERNEL_DEFINITION: ModuleDefinition<GenesisDocument> = {
  name: KERNEL,
  version: '1.0.0',
  slot: 'consensus',
  title: { en: 'Seats and committees', zh: '席位与委员会' },
  summary: { en: 'Validators change who decides, by vote, at a stated height; contradicting votes are recorded.', zh: '验证者通过投票在指定高度更换决策成员；矛盾投票会被记录。' },
  params: { type: 'object' },
  stores: {
    seats: holds(seatsNumber, 'number u32 -> seat, as in genesis'),
    committees: holds(committees, 'epoch u32 -> encoded committee; epoch 0 is genesis’'),
    epoch: holds(epochNumber, 'the present epoch, once it is not the first any more or its end is decided'),
    changes: holds(changesNumber, 'id u32 -> proposal that waits or is approved'),
    keys: holds(keys, 'seat u32, scheme -> registered keys not voted with yet'),
    evidence: holds(evidenceNumber, 'epoch u32, place u32 -> two contradicting votes'),
    usage: holds(usage, 'node key -> commands given lately'),
    rosters: holds(rosters, 'epoch u32 -> who sat where in its committee'),
  },
  commands: {
    'propose-change': { ...words('Propose a change', '提出变更'), payload: PAYLOADS.propose, check: checkPropose, apply: applyPropose },
    'approve-change': { ...words('Approve a change', '批准变更'), payload: PAYLOADS.change, check: checkApprove, apply: applyApprove },
    'withdraw-change': { ...words('Withdraw a change', '撤回变更'), payload: PAYLOADS.change, check: checkWithdraw, apply: applyWithdraw },
    'confirm-seat': { ...words('Say that a new validator is there', '确认新验证者就位'), payload: PAYLOADS.change, check: checkConfirm, apply: applyConfirm },
    'register-keys': { ...words('Register a voting key', '登记投票密钥'), payload: PAYLOADS.registerKeys, check: checkRegisterKeys, apply: applyRegisterKeys },
    'report-equivocation': { ...words('Report contradicting votes', '举报矛盾投票'), payload: PAYLOADS.report, check: checkReport, apply: applyReport },
  },
  queries: {
    committee: { ...words('Who votes in an epoch', '某任期的投票成员'), args: ARGS.epoch, answer: committee },
    epoch: { ...words('The present epoch', '当前任期'), args: ARGS.none, answer: epoch },
    seats: { ...words('All seats', '全部席位'), args: ARGS.none, answer: seats },
    changes: { ...words('Proposed changes', '待定变更'), args: ARGS.none, answer: changes },
    outlook: { ...words('What changes would lead to', '变更的后果'), args: ARGS.outlook, answer: outlook },
    evidence: { ...words('Contradicting votes', '矛盾投票'), args: ARGS.none, answer: evidence },
  },
  events: {
    'change-proposed': { ...words('A change was proposed', '提出了变更'), data: EVENTS['change-proposed'] },
    'change-supported': { ...words('A seat supports a change', '席位支持变更'), data: EVENTS['change-supported'] },
    'change-approved': { ...words('A change was approved', '变更已获批准'), data: EVENTS['change-approved'] },
    'change-withdrawn': { ...words('A change was withdrawn', '变更已撤回'), data: EVENTS['change-withdrawn'] },
    'change-took-effect': { ...words('A change took effect', '变更已生效'), data: EVENTS['change-took-effect'] },
    'change-failed': { ...words('A change could not take effect', '变更未能生效'), data: EVENTS['change-failed'] },
    'seat-confirmed': { ...words('A new validator is there', '新验证者已就位'), data: EVENTS['seat-confirmed'] },
    'keys-registered': { ...words('A voting key was registered', '已登记投票密钥'), data: EVENTS['keys-registered'] },
    'epoch-ended': { ...words('A committee handed over', '委员会已交接'), data: EVENTS['epoch-ended'] },
    'hook-left-out': { ...words('What a module does at the end of a block was left out', '模块的区块收尾操作被略过'), data: EVENTS['hook-left-out'] },
    'equivocation-recorded': { ...words('A validator signed contradicting votes', '验证者签署了矛盾投票'), data: EVENTS['equivocation-recorded'] },
  },
  errors: KERNEL_ERRORS,
  policy: { check: checkUsage, apply: countUsage },
  hooks: { endBlock: endEpoch },
};

export function kernelModule(genesis: GenesisDocument): ActiveModule {
  return new ActiveModule(KERNEL_DEFINITION as unknown as AnyModule, genesis as unknown as JsonObject);
}
