import type { Json } from '../primitives/json';
import { checkKey, checkNumber } from './canonical-text';
import { JSON_LIMITS, type JsonLimits } from './limits';
import { malformedJson } from './malformed';
import { isWellFormed } from './utf8-text';

/**
 * Parses JSON (RFC 8259) from people and programs we do not trust. Beyond JSON.parse it refuses, with MALFORMED_JSON: duplicate keys,
 * lone surrogates, integers outside ±(2^53-1) (JSON.parse would silently round them), the key `__proto__`, and what exceeds `limits`.
 */
export function parseStrictJson(text: string, limits: JsonLimits = JSON_LIMITS): Json {
  if (text.length > limits.bytesMax) malformedJson('text is too large');
  return new StrictParser(text, limits.depthMax).parse();
}

const QUOTE = 34;
const BACKSLASH = 92;

class StrictParser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly depthMax: number,
  ) {}

  parse(): Json {
    const value = this.value(this.depthMax);
    this.space();
    if (this.at < this.text.length) this.fail('text after the end of the value');
    return value;
  }

  private value(depthLeft: number): Json {
    this.space();
    const c = this.text[this.at];
    if (c === '{' || c === '[') {
      if (depthLeft === 0) this.fail('nested too deeply');
      this.at += 1;
      return c === '{' ? this.object(depthLeft - 1) : this.array(depthLeft - 1);
    }
    if (c === '"') return this.string();
    if (c === 't') return this.word('true', true);
    if (c === 'f') return this.word('false', false);
    if (c === 'n') return this.word('null', null);
    return this.number();
  }

  private object(depthLeft: number): Json {
    const result: { [key: string]: Json } = {};
    this.space();
    if (this.take('}')) return result;
    for (;;) {
      this.space();
      const start = this.at;
      const key = this.string();
      checkKey(key, '');
      if (Object.hasOwn(result, key)) this.fail('key appears twice', start);
      this.space();
      if (!this.take(':')) this.fail('expected :');
      result[key] = this.value(depthLeft);
      this.space();
      if (this.take('}')) return result;
      if (!this.take(',')) this.fail('expected , or }');
    }
  }

  private array(depthLeft: number): Json {
    const result: Json[] = [];
    this.space();
    if (this.take(']')) return result;
    for (;;) {
      result.push(this.value(depthLeft));
      this.space();
      if (this.take(']')) return result;
      if (!this.take(',')) this.fail('expected , or ]');
    }
  }

  private string(): string {
    const start = this.at;
    if (!this.take('"')) this.fail('expected "');
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (Number.isNaN(c)) this.fail('text ends inside a string');
      if (c < 32) this.fail('control character inside a string');
      this.at += c === BACKSLASH ? 2 : 1;
      if (c === QUOTE) break;
    }
    const value = this.unescape(start);
    if (!isWellFormed(value)) this.fail('text holds half of a surrogate pair', start);
    return value;
  }

  /** The end of the string is known; its escapes are left to JSON.parse, which is exact about them. */
  private unescape(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.fail('bad escape inside a string', start);
    }
  }

  private number(): number {
    const start = this.at;
    while (this.at < this.text.length && isNumberCharacter(this.text.charCodeAt(this.at))) this.at += 1;
    if (this.at === start) this.fail(this.at < this.text.length ? 'unexpected character' : 'unexpected end');
    const value = this.parseNumber(start);
    checkNumber(value, { at: start });
    return Object.is(value, -0) ? 0 : value;
  }

  private parseNumber(start: number): number {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as number;
    } catch {
      return this.fail('not a number', start);
    }
  }

  private word(word: string, value: Json): Json {
    if (!this.text.startsWith(word, this.at)) this.fail('unexpected character');
    this.at += word.length;
    return value;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at += 1;
  }

  private fail(reason: string, at = this.at): never {
    return malformedJson(reason, { at });
  }
}

function isSpace(c: number): boolean {
  return c === 32 || c === 10 || c === 13 || c === 9;
}

/** + - . 0-9 E e: what a number is made of; whether they stand in the right order is judged by JSON.parse. */
function isNumberCharacter(c: number): boolean {
  return (c >= 48 && c <= 57) || c === 45 || c === 43 || c === 46 || c === 69 || c === 101;
}
