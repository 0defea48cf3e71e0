import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { isObject, type Problem } from '@bystack/api';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { fail } from '../errors/problem-error';
import { withoutNulls, withStandIns } from './opaque';

type Class = new () => object;
/** How the library calls a field that nobody asked for. */
const UNKNOWN = 'whitelistValidation';
const NAME_CHARACTERS_MAX = 80;
const options = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };

/**
 * Checks bodies and queries against their DTO. A body that passes is handed on as it was parsed, not as class-transformer copied it: the copy
 * drops keys like `constructor`, and payloads must reach the chain exactly as they were sent. Of what may be left out null means that it is: the library lets it pass.
 */
@Injectable()
export class ValidateInput implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (type === 'param') return plainText(value);
    if (!isDto(metatype)) return value;
    if (type === 'body' && value !== undefined && !isObject(value))
      fail('INVALID_REQUEST', { field: '', errors: [{ field: '', code: 'OBJECT_EXPECTED', detail: 'The body must be a JSON object.' }] });
    const instance = plainToInstance(metatype, withStandIns(metatype, value ?? {}), { exposeDefaultValues: true });
    const errors = (await validate(instance, options)).flatMap((error) => describe(error, ''));
    if (errors.length > 0) fail('INVALID_REQUEST', { field: errors[0].field, errors });
    return type === 'body' ? Object.assign(Object.create(metatype.prototype as object) as object, withoutNulls(metatype, value ?? {})) : instance;
  }
}

function isDto(metatype: unknown): metatype is Class {
  return typeof metatype === 'function' && ![String, Number, Boolean, Array, Object].includes(metatype as never);
}

/** PostgreSQL cannot even compare with a text that holds NUL; nothing here has such a name. */
function plainText(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? fail('NOT_FOUND') : value;
}

/** Of what is not there, length and pattern say nothing. A field that nobody knows is there. */
function isMissing({ value, constraints = {}, children = [] }: ValidationError): boolean {
  return value === undefined && children.length === 0 && Object.keys(constraints).length > 0 && !(UNKNOWN in constraints);
}

/** Checks without words of ours speak of properties and regular expressions. */
function sentence(check: string, detail: string): string {
  return check === 'matches' && detail.endsWith('regular expression') ? 'It does not have the form that is asked for.' : detail;
}

function faultOf(field: string, check: string, detail: string): NonNullable<Problem['errors']>[number] {
  if (check === UNKNOWN) return { field, code: 'UNKNOWN_FIELD', detail: `There is no field “${shortened(field.slice(field.lastIndexOf('/') + 1))}” here.` };
  return { field, code: check.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), detail: sentence(check, detail) };
}

/** Names of fields are sent by anybody, and long. */
function shortened(name: string): string {
  return name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX)}…` : name;
}

function describe(error: ValidationError, parent: string): NonNullable<Problem['errors']>[number][] {
  const field = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (isMissing(error)) return [{ field, code: 'REQUIRED', detail: `${error.property} is required` }];
  const broken = Object.entries(error.constraints ?? {});
  // What kind of value it must be comes before how large: a text is no number that is too great.
  const own = broken.find(([name]) => /^is[A-Z]/.test(name)) ?? broken[0];
  return [...(own ? [faultOf(field, ...own)] : []), ...(error.children ?? []).flatMap((child) => describe(child, field))];
}
