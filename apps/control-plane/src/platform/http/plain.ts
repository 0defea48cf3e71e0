import { Type } from 'class-transformer';
import { IsObject, registerDecorator, ValidateNested } from 'class-validator';
import { noteNested, noteOpaque, type StandIn } from './opaque';

/** Text a person typed in one line: no control characters (PostgreSQL refuses NUL, terminals and logs obey the others), not only spaces. */
export function PlainLine(minimum: number, maximum: number): PropertyDecorator {
  return lineDecorator('plainLine', minimum, maximum, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u, 'visible characters');
}

/**
 * A line that others are to tell from what looks alike: besides, nothing that is not seen or turns the direction of text, and no spaces but the usual
 * one, alone and between other characters: pages show no others.
 */
export function VisibleLine(minimum: number, maximum: number): PropertyDecorator {
  return lineDecorator('visibleLine', minimum, maximum, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|^ | $| {2}/u, 'characters, without any that cannot be seen or change the direction of text, and without spaces at its ends or several in a row');
}

function lineDecorator(name: string, minimum: number, maximum: number, forbidden: RegExp, words: string): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          [...value].length <= maximum &&
          value.trim().length >= minimum &&
          !forbidden.test(value),
        defaultMessage: () => `${String(property)} must be one line of ${minimum} to ${maximum} ${words}`,
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
