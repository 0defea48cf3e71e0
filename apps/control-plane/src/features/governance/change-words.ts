import type { ChangeView, Json, JsonObject, Words } from '@bystack/api';
import { documentWords, partsWords } from './parts-words';
import { policyWords } from './policy-words';

/** What the words need to know of the chain. */
export interface ChangeSurroundings {
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
  'set-consensus': ({ parameters }) => {
    const { certificates, ...others } = objectOf(parameters);
    const scheme = typeof certificates === 'string' && Object.hasOwn(SCHEMES, certificates) ? SCHEMES[certificates] : undefined;
    const rest = certificates === undefined || scheme ? others : { certificates, ...others };
    const told = partsWords(rest);
    return {
      en: [...(scheme ? [`Validators sign blocks ${scheme.en}.`] : []), ...(told ? [`Consensus is set to ${told.en}.`] : [])].join(' '),
      zh: [...(scheme ? [`验证者对区块${scheme.zh}。`] : []), ...(told ? [`共识参数设为 ${told.zh}。`] : [])].join(''),
    };
  },
  'activate-protocol': ({ version }) => ({
    en: `Blocks are made by protocol version ${textOf(version)}; nodes whose software is older stop there.`,
    zh: `区块改按协议版本 ${textOf(version)} 生成；软件较旧的节点将在此停止。`,
  }),
  'set-policy': ({ policy }) => policyWords(objectOf(policy)),
  'set-parameters': ({ module, parameters }) => {
    const [of, told] = [textOf(module), partsWords(objectOf(parameters)) ?? { en: '?', zh: '?' }];
    return { en: `“${of}” is set to ${told.en}.`, zh: `“${of}”的参数设为 ${told.zh}。` };
  },
  'publish-package': ({ module, package: name, content }) => {
    const id = name === undefined ? packageName(objectOf(content)) : textOf(name);
    return { en: `The rules “${id}” are kept on the chain, for “${textOf(module)}”.`, zh: `规则包“${id}”发布到链上，供“${textOf(module)}”使用。` };
  },
  'retire-package': ({ package: name }) => ({ en: `The rules “${textOf(name)}” can never be put in force again.`, zh: `规则包“${textOf(name)}”停用，不再可启用。` }),
  'swap-package': ({ module, package: name }) => {
    const [of, id] = [textOf(module), textOf(name)];
    return { en: `“${of}” goes on by the rules “${id}”; what was recorded before stays.`, zh: `“${of}”改用规则包“${id}”；此前的记录保留。` };
  },
  'swap-module': ({ module, by, bytes }) => {
    const { name, version, parameters } = objectOf(by);
    const [of, to, told] = [textOf(module), { name: textOf(name), version: textOf(version) }, partsWords(objectOf(parameters)) ?? keptWords(bytes)];
    return {
      en: `“${of}” is replaced by “${to.name}” ${to.version}${told ? `, set to ${told.en}` : ''}.`,
      zh: `“${of}”由“${to.name}” ${to.version} 替换${told ? `，参数设为 ${told.zh}` : ''}。`,
    };
  },
};

/** Of parameters that lie beside the proposal, not in it. */
function keptWords(bytes: Json | undefined): Words | undefined {
  return typeof bytes === 'number' ? documentWords(bytes) : undefined;
}

function packageName({ name, version }: JsonObject): string {
  return `${textOf(name)}@${textOf(version)}`;
}

/** What a change does, for people. It comes from a node, so nothing about its shape is taken for granted. */
export function changeWords(change: ChangeView, surroundings: ChangeSurroundings): Words {
  const kind = textOf(change.kind);
  if (Object.hasOwn(TELLERS, kind)) return TELLERS[kind](change, surroundings);
  const { kind: _, ...facts } = change;
  const told = partsWords(facts);
  return told ? { en: `${kind}: ${told.en}.`, zh: `${kind}: ${told.zh}。` } : { en: `${kind}.`, zh: `${kind}。` };
}

function roleOf(role: Json | undefined): Words {
  const name = textOf(role);
  return Object.hasOwn(ROLES, name) ? ROLES[name] : { en: name, zh: name };
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '?';
}
