import { HTTP_LIMITS } from './limits';

const [QUOTE, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 91, 93, 123, 125];

/** JSON of hosts and nodes. Undefined: it is none, or nested so deeply that whoever walks through it, or writes it down again, breaks. */
export function parseShallowJson(text: string): unknown {
  try {
    return isShallow(text) ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** Looks at the text, before anything is made of it. */
function isShallow(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfText(text, at);
    else if (unit === CLOSE_LIST || unit === CLOSE_OBJECT) depth -= 1;
    else if ((unit === OPEN_LIST || unit === OPEN_OBJECT) && (depth += 1) > HTTP_LIMITS.toldDepthMax) return false;
  }
  return true;
}

/** Where the text that begins at a quotation mark ends. */
function endOfText(text: string, begin: number): number {
  let at = begin;
  do at = text.indexOf('"', at + 1);
  while (at !== -1 && isEscaped(text, at));
  return at === -1 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}
