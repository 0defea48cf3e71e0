import { objectOf, type ChangeView, type Json, type JsonObject, type Words } from '@bystack/api';
import { idOfPackage, MODULE_TELLERS, textOf, type KnownModules } from './module-words';
import { partsWords } from './parts-words';
import { policyWords } from './policy-words';

/** What the words need to know of the chain. */
export interface ChangeSurroundings extends KnownModules {
  /** How people call a seat. */
  name(seat: number): { readonly label: string };
  /** The name of an organisation, where it is known. */
  organisation(id: string): string;
}
type Teller = (change: JsonObject, surroundings: ChangeSurroundings) => Words;

const ROLES: Readonly<Record<string, Words>> = {
  validator: { en: 'validator', zh: '验证者' },
  member: { en: 'member', zh: '成员' },
  observer: { en: 'observer', zh: '观察者' },
  regulator: { en: 'regulator', zh: '监管方' },
};
const SCHEMES: Readonly<Record<string, Words>> = {
  ed25519: { en: 'each with its own signature (Ed25519)', zh: '各自单独签名（Ed25519）' },
  bls: { en: 'with one joint signature (BLS)', zh: '合成一个签名（BLS）' },
};

/** The catalogue: a sentence for each kind of change. A new kind is a row here; without one it is told as it stands. */
const TELLERS: Readonly<Record<string, Teller>> = {
  'add-seat': ({ seat }, { organisation }) => {
    const { label, role, ...given } = objectOf(seat);
    const of = organisation(textOf(given.organisation));
    return { en: `“${textOf(label)}” of ${of} gets a seat as ${roleOf(role).en}.`, zh: `${of}的“${textOf(label)}”获得${roleOf(role).zh}席位。` };
  },
  'remove-seat': ({ seat }, { name }) => {
    const { label } = name(Number(seat));
    return { en: `“${label}” loses its seat.`, zh: `“${label}”失去席位。` };
  },
  'set-role': ({ seat, role }, { name }) => {
    const { label } = name(Number(seat));
    return { en: `“${label}” becomes ${roleOf(role).en}.`, zh: `“${label}”改为${roleOf(role).zh}。` };
  },
  'replace-keys': ({ seat, nodeKey }, { name }) => {
    const { label } = name(Number(seat));
    const moves = nodeKey !== undefined;
    return {
      en: `“${label}” ${moves ? 'moves to another node, with new keys' : 'gets a new voting key'}.`,
      zh: `“${label}”${moves ? '迁移到另一节点并更换密钥' : '更换投票密钥'}。`,
    };
  },
  'set-consensus': ({ parameters }, known) => {
    const { certificates, ...others } = objectOf(parameters);
    const scheme = schemeWords(certificates);
    const rest = certificates === undefined || scheme ? others : { certificates, ...others };
    const told = partsWords(rest, known.moduleNamed('member-committee')?.params);
    return {
      en: [...(scheme ? [`Validators sign blocks ${scheme.en}.`] : []), ...(told ? [`Consensus is set to ${told.en}.`] : [])].join(' '),
      zh: [...(scheme ? [`验证者对区块${scheme.zh}。`] : []), ...(told ? [`共识参数设为 ${told.zh}。`] : [])].join(''),
    };
  },
  'activate-protocol': ({ version }) => ({
    en: `Blocks are made by protocol version ${textOf(version)}; nodes whose software is older stop there.`,
    zh: `区块改按协议版本 ${textOf(version)} 生成；软件较旧的节点将在此停止。`,
  }),
  'cancel-change': ({ change }) => ({ en: `Proposal ${textOf(change)} is cancelled: it does not take effect.`, zh: `取消提案 ${textOf(change)}：该提案不再生效。` }),
  'set-policy': ({ policy }) => policyWords(objectOf(policy)),
  ...MODULE_TELLERS,
};

/** What changes of one proposal do, a sentence for each. Rules that it publishes are called by their title. */
export function changesWords(changes: readonly ChangeView[], surroundings: ChangeSurroundings): Words[] {
  const published = changes.flatMap(({ kind, content }) => (kind === 'publish-package' && content !== undefined ? [content] : []));
  return changes.map((change) => changeWords(change.kind === 'swap-package' ? withPackage(change, published) : change, surroundings));
}

function withPackage(change: ChangeView, published: readonly Json[]): ChangeView {
  const content = published.find((one) => idOfPackage(one) === change.package);
  return content === undefined ? change : { ...change, content };
}

/** What a change does, for people. It comes from a node, so nothing about its shape is taken for granted. */
export function changeWords(change: ChangeView, surroundings: ChangeSurroundings): Words {
  const kind = textOf(change.kind);
  if (Object.hasOwn(TELLERS, kind)) return TELLERS[kind](change, surroundings);
  const { kind: _, ...facts } = change;
  const told = partsWords(facts);
  return told ? { en: `${kind}: ${told.en}.`, zh: `${kind}: ${told.zh}。` } : { en: `${kind}.`, zh: `${kind}。` };
}

export function roleOf(role: Json | undefined): Words {
  const name = textOf(role);
  return Object.hasOwn(ROLES, name) ? ROLES[name] : { en: name, zh: name };
}

/** How validators sign. Undefined: nothing that we know. */
export function schemeWords(certificates: Json | undefined): Words | undefined {
  return typeof certificates === 'string' && Object.hasOwn(SCHEMES, certificates) ? SCHEMES[certificates] : undefined;
}
