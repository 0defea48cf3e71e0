import { registerDecorator } from 'class-validator';

/** Text a person typed in one line: no control characters (PostgreSQL refuses NUL, terminals and logs obey the others), not only spaces. */
export function PlainLine(minimum: number, maximum: number): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'plainLine',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && [...value].length <= maximum && value.trim().length >= minimum && !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value),
        defaultMessage: () => `${String(property)} must be one line of ${minimum} to ${maximum} visible characters`,
      },
    });
}

/** Anything that is JSON; it must only be there. */
export function AnyJson(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'anyJson',
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: (value: unknown) => value !== undefined, defaultMessage: () => `${String(property)} must be given` },
    });
}

/** A JSON object, not an array and not null. */
export function JsonObjectOnly(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'jsonObject',
      target: target.constructor,
      propertyName: String(property),
      validator: { validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value), defaultMessage: () => `${String(property)} must be a JSON object` },
    });
}
