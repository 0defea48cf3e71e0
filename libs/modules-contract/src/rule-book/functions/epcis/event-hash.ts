import { hash, refuse, toHex, utf8, type Json, type JsonObject } from '@bystack/chain-core/module';
import { parseTime, toIso } from '../civil';
import { canonicalId } from './canonical-id';
import { ELEMENT_ORDER, EVENT_ORDER, FULL_NAMES, IGNORED } from './hash-order';
import { namespacesOf, type Namespaces } from './namespaces';

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Numbers lose leading and trailing zeros, as the reference implementation cuts them. */
function trimZeros(text: string): string {
  for (let i = 0; i < text.length; i += 1) if (text[i] !== '.' && (text[i]! < '0' || text[i]! > '9')) return text;
  let from = 0;
  let to = text.length;
  while (text[from] === '0' && to - from > 2) from += 1;
  while (text[to - 1] === '0' && text.slice(from, to).includes('.') && to - from > 3) to -= 1;
  if (text[to - 1] === '.') to -= 1;
  return text.slice(from, to);
}

function canonicalText(value: Json): string {
  if (typeof value !== 'string') return String(value);
  const text = value.trim();
  const time = text.length > 17 ? parseTime(text) : undefined;
  return time === undefined ? trimZeros(canonicalId(text)) : toIso(time);
}
const field = (name: string, value: Json): string => `${name}=${canonicalText(value)}`;
const ordered = (texts: readonly string[]): string => [...texts].sort().join('');

/** The two halves of an element's text: the standard fields in their order, and what the user added, each to be ordered. */
interface Text {
  readonly standard: string;
  readonly own: readonly string[];
}

class PreHash {
  readonly #namespaces: Namespaces;

  constructor(namespaces: Namespaces) {
    this.#namespaces = namespaces;
  }

  /** Standard fields of an element in canonical order, then everything else it holds. */
  element(element: JsonObject, order: readonly string[], isEvent: boolean): Text {
    let standard = '';
    const own: string[] = [];
    for (const name of order) {
      const value = element[name];
      if (value === undefined || value === null) continue;
      const text = Array.isArray(value) ? this.#list(name, value) : this.#single(name, value as Json, isEvent);
      standard += text.standard;
      own.push(...text.own);
    }
    for (const name of Object.keys(element)) if (!order.includes(name) && !IGNORED.has(name)) own.push(this.#ownField(name, element[name]!));
    return { standard, own };
  }

  #single(name: string, value: Json, isEvent: boolean): Text {
    if (name === 'ilmd' && isObject(value)) return { standard: `ilmd${this.#children(value)}`, own: [] };
    const order = ELEMENT_ORDER[name];
    if (order !== undefined && isObject(value)) {
      const inner = this.element(value, order, false);
      return { standard: name + inner.standard, own: inner.own.length === 0 || name === 'persistentDisposition' ? [] : [name + ordered(inner.own)] };
    }
    const full = name === 'bizStep' || name === 'disposition' ? fullName(name, value) : value;
    return { standard: field(name === 'type' && isEvent ? 'eventType' : name, full), own: [] };
  }

  #list(name: string, list: readonly Json[]): Text {
    if (list.length === 0) return { standard: '', own: [] };
    if (name === 'epcList' || name === 'childEPCs' || name === 'inputEPCList' || name === 'outputEPCList') {
      return { standard: name + ordered(list.map((epc) => field('epc', epc))), own: [] };
    }
    if (name === 'set' || name === 'unset') return { standard: ordered(list.map((entry) => field(name, fullName('disposition', entry)))), own: [] };
    const kind = LISTS[name];
    if (kind === undefined) return { standard: '', own: list.map((entry) => this.#ownField(name, entry)) };
    const texts = list.filter(isObject).map((entry) => this.element(fullNames(name, entry), ELEMENT_ORDER[kind.element]!, false));
    return { standard: kind.prefix + ordered(texts.map((text) => kind.each + text.standard)), own: this.#ownOfList(name, kind, texts) };
  }

  #ownOfList(name: string, kind: ListKind, texts: readonly Text[]): string[] {
    if (kind.own === 'flat') return texts.flatMap((text) => text.own.map((own) => kind.element + own));
    const grouped = texts.filter((text) => text.own.length > 0).map((text) => kind.element + ordered(text.own));
    if (kind.own === 'grouped' || grouped.length === 0) return grouped;
    return [name + ordered(grouped)];
  }

  #ownField(name: string, value: Json): string {
    if (name === 'rdfs:comment' || value === null) return '';
    if (name.startsWith('#')) return `=${String(value)}`;
    const full = this.#fullFieldName(name);
    if (full === undefined) return '';
    if (Array.isArray(value)) return ordered(value.map((entry: Json) => (isObject(entry) ? full + this.#children(entry) : field(full, entry))));
    return isObject(value) ? full + this.#children(value) : field(full, value);
  }

  #fullFieldName(name: string): string | undefined {
    const colon = name.indexOf(':');
    if (colon < 0) return name;
    const prefix = name.slice(0, colon);
    if (prefix === '@xmlns') return undefined;
    const namespace = this.#namespaces.get(prefix);
    if (namespace === undefined) return refuse('EPCIS_PREFIX_UNKNOWN', { field: name, prefix, reason: `"@context" does not say what the prefix "${prefix}" stands for` });
    return `{${namespace}}${name.slice(colon + 1)}`;
  }

  #children(element: JsonObject): string {
    return ordered(Object.keys(element).map((name) => this.#ownField(name, element[name]!)));
  }
}

interface ListKind {
  readonly prefix: string;
  readonly each: string;
  readonly element: string;
  readonly own: 'flat' | 'grouped' | 'in list';
}
const quantities = (name: string): ListKind => ({ prefix: name, each: 'quantityElement', element: 'quantityElement', own: 'flat' });
const LISTS: Readonly<Record<string, ListKind>> = {
  quantityList: quantities('quantityList'),
  childQuantityList: quantities('childQuantityList'),
  inputQuantityList: quantities('inputQuantityList'),
  outputQuantityList: quantities('outputQuantityList'),
  bizTransactionList: { prefix: 'bizTransactionList', each: '', element: 'bizTransaction', own: 'flat' },
  sourceList: { prefix: 'sourceList', each: '', element: 'source', own: 'flat' },
  destinationList: { prefix: 'destinationList', each: '', element: 'destination', own: 'flat' },
  sensorElementList: { prefix: 'sensorElementList', each: 'sensorElement', element: 'sensorElement', own: 'in list' },
  sensorReport: { prefix: '', each: 'sensorReport', element: 'sensorReport', own: 'grouped' },
};

/** `shipping` stands for `https://ref.gs1.org/cbv/BizStep-shipping`. */
function fullName(kind: string, value: Json): Json {
  const names = FULL_NAMES[kind];
  return names !== undefined && typeof value === 'string' && names.words.has(value) ? names.start + value : value;
}
function fullNames(list: string, entry: JsonObject): JsonObject {
  if (list === 'sensorReport') {
    const { type, exception, component } = entry;
    return {
      ...entry,
      ...(type === undefined ? {} : { type: fullName('measurement', type) }),
      ...(exception === undefined ? {} : { exception: fullName('alarm', exception) }),
      ...(component === undefined ? {} : { component: fullName('component', component) }),
    };
  }
  const kind = list === 'bizTransactionList' ? 'bizTransaction' : list === 'sourceList' || list === 'destinationList' ? 'sourceDestination' : undefined;
  return kind === undefined || entry['type'] === undefined ? entry : { ...entry, type: fullName(kind, entry['type']) };
}

/** The text whose SHA-256 is the event's hash. */
export function preHashText(event: JsonObject): string {
  const text = new PreHash(namespacesOf(event)).element(event, EVENT_ORDER, true);
  return text.standard + ordered(text.own);
}

/**
 * The event hash of CBV 2.0 (section 8.9): `ni:///sha-256;…?ver=CBV2.0`. The same for every way of writing the same event; it leaves out
 * `recordTime`, `eventID` and `errorDeclaration`. The event carries its own `@context` (see `standalone`).
 * Refuses EPCIS_PREFIX_UNKNOWN.
 */
export function eventHash(event: JsonObject): string {
  return `ni:///sha-256;${toHex(hash(utf8(preHashText(event))))}?ver=CBV2.0`;
}
