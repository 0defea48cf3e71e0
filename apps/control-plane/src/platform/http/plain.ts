import { Type } from 'class-transformer';
import { IsObject, registerDecorator, ValidateNested } from 'class-validator';
import { noteNested, noteOpaque, type StandIn } from './opaque';

/** Text a person typed in one line: no control characters (PostgreSQL refuses NUL, terminals and logs obey the others), not only spaces. */
export function PlainLine(minimum: number, maximum: number): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'plainLine',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          [...value].length <= maximum &&
          value.trim().length >= minimum &&
          !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value),
        defaultMessage: () => `${String(property)} must be one line of ${minimum} to ${maximum} visible characters`,
      },
    });
}

/** Anything that is JSON; it must only be there. Handed on exactly as it was sent. */
export function AnyJson(): PropertyDecorator {
  return opaqueDecorator('anyJson', (value) => value !== undefined, 'must be given');
}

/** A JSON object, not an array and not null. Handed on exactly as it was sent. */
export function JsonObjectOnly(): PropertyDecorator {
  return opaqueDecorator('jsonObject', (value) => value === 'object', 'must be a JSON object');
}

/** Another DTO. */
export function Nested(type: () => new () => object): PropertyDecorator {
  return (target, property) => {
    noteNested(target, String(property), type);
    for (const decorate of [IsObject(), ValidateNested(), Type(type)]) decorate(target, property);
  };
}

function opaqueDecorator(name: string, holds: (standIn: StandIn | undefined) => boolean, words: string): PropertyDecorator {
  return (target, property) => {
    noteOpaque(target, String(property));
    const validator = {
      validate: (value: unknown) => holds(value as StandIn | undefined),
      defaultMessage: () => `${String(property)} ${words}`,
    };
    registerDecorator({ name, target: target.constructor, propertyName: String(property), validator });
  };
}
