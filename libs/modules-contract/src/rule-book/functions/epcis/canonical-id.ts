/**
 * One identifier, one text: turns the ways GS1 has to write a key (EPC URI, EPC class and pattern URI, Digital Link of any domain) into the
 * canonical Digital Link URI at the finest level of identification, as CBV 2.0 section 8.9 wants it for event hashes. Anything that is
 * no GS1 key is returned as it came. Read from left to right without regular expressions: identifiers come from anybody.
 */
const HOME = 'https://id.gs1.org';

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
function isDigits(text: string, from = 0, to = text.length): boolean {
  for (let i = from; i < to; i += 1) if (!isDigit(text.charCodeAt(i))) return false;
  return to > from && to <= text.length;
}

/** The key with its check digit (GS1 General Specifications 7.9). */
function checked(key: string): string {
  let sum = 0;
  for (let i = 0; i < key.length; i += 1) sum += (key.charCodeAt(key.length - 1 - i) - 48) * (i % 2 === 0 ? 3 : 1);
  return key + String((10 - (sum % 10)) % 10);
}

const ENCODED: Readonly<Record<string, string>> = { '!': '%21', '(': '%28', ')': '%29', '*': '%2A', '+': '%2B', ',': '%2C', ':': '%3A' };
function encoded(text: string): string {
  let out = '';
  for (const character of text) out += ENCODED[character] ?? character;
  return out;
}

/** Length in characters of a serial, reference or lot as EPC URIs write it (`%2F` is one character), or -1 if it holds anything else. */
function serialLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const plain = isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || "!')(*+,.:;=_-".includes(text[at]!);
    if (!plain && !(text[at] === '%' && text.length >= at + 3)) return -1;
    if (!plain) at += 2;
    length += 1;
  }
  return length;
}

interface Parts {
  /** Digits of the company prefix (6 to 12). */
  readonly company: string;
  /** What follows the company prefix; digits, `total` minus the prefix's length of them. */
  readonly reference: string;
  /** After the reference's point; undefined if there is none. */
  readonly rest: string | undefined;
}

/** Splits `COMPANY.REFERENCE` or `COMPANY.REFERENCE.REST`, company and reference having `total` digits together. */
function split(text: string, total: number): Parts | undefined {
  const point = text.indexOf('.');
  if (point < 6 || point > 12 || !isDigits(text, 0, point)) return undefined;
  const end = point + 1 + (total - point);
  const reference = text.slice(point + 1, end);
  if (reference.length !== total - point || (reference !== '' && !isDigits(reference))) return undefined;
  if (text.length === end) return { company: text.slice(0, point), reference, rest: undefined };
  return text[end] === '.' ? { company: text.slice(0, point), reference, rest: text.slice(end + 1) } : undefined;
}

/** A GTIN or SSCC leads with the first digit of the reference (indicator, extension). */
const indicatorFirst = ({ company, reference }: Parts): string => checked(reference[0]! + company + reference.slice(1));
const inOrder = ({ company, reference }: Parts): string => checked(company + reference);

type Scheme = (text: string) => string | undefined;

function whole(total: number, make: (parts: Parts) => string): Scheme {
  return (text) => {
    const parts = split(text, total);
    return parts === undefined || parts.rest !== undefined || parts.reference === '' && total > 12 ? undefined : make(parts);
  };
}
function withSerial(total: number, lengthMax: number, make: (parts: Parts, serial: string) => string): Scheme {
  return (text) => {
    const parts = split(text, total);
    const length = parts?.rest === undefined ? -1 : serialLength(parts.rest);
    return parts === undefined || length < 1 || length > lengthMax ? undefined : make(parts, parts.rest!);
  };
}
/** `COMPANY.REFERENCE` where the reference is free text, 30 characters at most together. */
function freeReference(key: string): Scheme {
  return (text) => {
    const point = text.indexOf('.');
    const length = serialLength(text.slice(point + 1));
    return point < 6 || point > 12 || !isDigits(text, 0, point) || length < 1 || length > 30 - point ? undefined : `/${key}/${text.slice(0, point)}${encoded(text.slice(point + 1))}`;
  };
}
function componentPart(withSerialNumber: boolean): Scheme {
  return (text) => {
    const [company = '', part = '', serial, more] = text.split('.');
    if (company.length < 6 || company.length > 12 || !isDigits(company) || part === '' || part.length > 30 || serial === undefined || more !== undefined) return undefined;
    if (!withSerialNumber) return `/8010/${encoded(company + part)}`;
    return isDigits(serial) && serial.length <= 12 ? `/8010/${encoded(company + part)}/8011/${serial}` : undefined;
  };
}
/** `PP.TT.REST` after a GTIN: piece and total of a set. */
function piece(parts: Parts, make: (pieces: string, rest: string) => string): string | undefined {
  const rest = parts.rest ?? '';
  return isDigits(rest, 0, 2) && rest[2] === '.' && isDigits(rest, 3, 5) && rest[5] === '.' ? make(rest.slice(0, 2) + rest.slice(3, 5), rest.slice(6)) : undefined;
}
function setOfPieces(make: (gtin: string, pieces: string, rest: string) => string): Scheme {
  return (text) => {
    const parts = split(text, 13);
    return parts === undefined ? undefined : piece(parts, (pieces, rest) => make(indicatorFirst(parts), pieces, rest));
  };
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ['id:sgtin', withSerial(13, 20, (parts, serial) => `/01/${indicatorFirst(parts)}/21/${encoded(serial)}`)],
  ['id:sscc', whole(17, (parts) => `/00/${indicatorFirst(parts)}`)],
  ['id:sgln', withSerial(12, 20, (parts, extension) => `/414/${inOrder(parts)}${extension === '0' ? '' : `/254/${encoded(extension)}`}`)],
  ['id:grai', withSerial(12, 16, ({ company, reference }, serial) => `/8003/${checked(`0${company}${reference}`)}${encoded(serial)}`)],
  ['id:giai', freeReference('8004')],
  ['id:gsrn', whole(17, (parts) => `/8018/${inOrder(parts)}`)],
  ['id:gsrnp', whole(17, (parts) => `/8017/${inOrder(parts)}`)],
  ['id:gdti', withSerial(12, 19, (parts, serial) => `/253/${inOrder(parts)}${encoded(serial)}`)],
  ['id:cpi', componentPart(true)],
  ['id:sgcn', withSerial(12, 12, (parts, serial) => `/255/${inOrder(parts)}${serial}`)],
  ['id:ginc', freeReference('401')],
  ['id:gsin', whole(16, (parts) => `/402/${inOrder(parts)}`)],
  ['id:itip', setOfPieces((gtin, pieces, serial) => `/8006/${gtin}${pieces}/21/${encoded(serial)}`)],
  ['id:upui', withSerial(13, 28, (parts, serial) => `/01/${indicatorFirst(parts)}/235/${encoded(serial)}`)],
  ['id:pgln', whole(12, (parts) => `/417/${inOrder(parts)}`)],
  ['class:lgtin', withSerial(13, 20, (parts, lot) => `/01/${indicatorFirst(parts)}/10/${encoded(lot)}`)],
  ['idpat:sgtin', withSerial(13, 20, (parts) => `/01/${indicatorFirst(parts)}`)],
  ['idpat:grai', withSerial(12, 20, ({ company, reference }) => `/8003/${checked(`0${company}${reference}`)}`)],
  ['idpat:gdti', withSerial(12, 20, (parts) => `/253/${inOrder(parts)}`)],
  ['idpat:sgcn', withSerial(12, 20, (parts) => `/255/${inOrder(parts)}`)],
  ['idpat:cpi', componentPart(false)],
  ['idpat:itip', setOfPieces((gtin, pieces) => `/8006/${gtin}${pieces}`)],
  ['idpat:upui', withSerial(13, 28, (parts) => `/01/${indicatorFirst(parts)}`)],
]);

function fromEpcUri(uri: string): string {
  const kind = uri.indexOf(':', 8);
  const scheme = uri.indexOf(':', kind + 1);
  const convert = SCHEMES.get(uri.slice(8, scheme));
  const path = kind < 0 || scheme < 0 ? undefined : convert?.(uri.slice(scheme + 1));
  return path === undefined ? uri : HOME + path;
}

/** Words that Digital Links may use for application identifiers. */
const WORDS: Readonly<Record<string, string>> = {
  gtin: '01', itip: '8006', cpid: '8010', gln: '414', party: '417', gsrnp: '8017', gsrn: '8018', gcn: '255', sscc: '00', gdti: '253', ginc: '401', gsin: '402',
  grai: '8003', giai: '8004', cpv: '22', lot: '10', ser: '21',
};
const KEYS = new Set(['00', '01', '253', '255', '401', '402', '414', '417', '8003', '8004', '8006', '8010', '8017', '8018']);

function isValue(text: string | undefined, lengthMax: number): boolean {
  return text !== undefined && text.length <= lengthMax * 3 && serialLength(text) >= 0 && serialLength(text) <= lengthMax;
}

/** What may stand beside a key, finest first: the first that is present is the identifier's last step. */
const QUALIFIERS: Readonly<Record<string, readonly string[]>> = { '01': ['21', '235', '10'], '8006': ['21', '10'], '414': ['254'], '8010': ['8011'] };
const KEY_DIGITS: Readonly<Record<string, readonly [number, number]>> = {
  '00': [18, 0], '01': [14, 0], '253': [13, 17], '255': [13, 12], '401': [0, 30], '402': [17, 0], '414': [13, 0], '417': [13, 0], '8003': [14, 16], '8004': [0, 30], '8006': [18, 0],
  '8010': [0, 30], '8017': [18, 0], '8018': [18, 0],
};

function canonicalPath(key: string, raw: string, pairs: readonly string[]): string | undefined {
  const value = key === '01' && raw.length >= 8 && raw.length < 14 && isDigits(raw) ? raw.padStart(14, '0') : raw;
  const [digits, more] = KEY_DIGITS[key]!;
  if ((digits > 0 && !isDigits(value, 0, digits)) || !isValue(value.slice(digits), more) || value === '') return undefined;
  for (const qualifier of QUALIFIERS[key] ?? []) {
    for (let i = 0; i + 1 < pairs.length; i += 2) if (pairs[i] === qualifier) return isValue(pairs[i + 1], 28) ? `/${key}/${value}/${qualifier}/${pairs[i + 1]}` : undefined;
  }
  return `/${key}/${value}`;
}

function fromDigitalLink(uri: string): string {
  const query = uri.indexOf('?');
  const path = (query < 0 ? uri : uri.slice(0, query)).split('#')[0]!;
  const steps = path.split('/').slice(3).map((step) => (Object.hasOwn(WORDS, step) ? WORDS[step]! : step));
  const at = steps.findIndex((step, index) => KEYS.has(step) && index + 1 < steps.length);
  const canonical = at < 0 ? undefined : canonicalPath(steps[at]!, steps[at + 1]!, steps.slice(at + 2));
  return canonical === undefined ? uri : HOME + canonical;
}

/** The canonical Digital Link URI of a GS1 key, or the text as it came. */
export function canonicalId(uri: string): string {
  if (uri.startsWith('urn:epc:')) return fromEpcUri(uri);
  if (uri.startsWith('https://') || uri.startsWith('http://')) return fromDigitalLink(uri);
  return uri;
}
