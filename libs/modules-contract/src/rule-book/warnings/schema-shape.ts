import type { Json, JsonObject } from '@bystack/chain-core/module';
import { isObject } from '../compiled-package';
import { partsOfReference, resolve } from '../schema/compile-schema';
import { ANYTHING, asObject, either, kindOf, shapeOf, united, type Kind, type Shape } from './shape';

/** A schema, and the document it stands in. */
interface Place {
  readonly schema: Json;
  readonly home: Json;
}
/** What a schema says of one field of objects. */
interface FieldSaid {
  readonly places: readonly Place[];
  /** It says which fields there are. */
  readonly isListed: boolean;
  /** And that there may be others. */
  readonly isOpen: boolean;
}

const KINDS: Readonly<Record<string, readonly Kind[]>> = { integer: ['whole'], number: ['whole', 'fraction'], string: ['text'], boolean: ['truth'], null: ['null'], array: ['list'], object: ['object'] };
const NOTHING_SAID: FieldSaid = { places: [], isListed: false, isOpen: false };
/** Schemas that are read for one package; references may lead to the same one by many ways. */
const READ_MAX = 50_000;

/** Reads what values a schema lets through, as far as that can be told without one; where it cannot, they may be anything. */
export class SchemaShapes {
  #read = 0;

  constructor(private readonly documents: Readonly<Record<string, Json>>) {}

  /** @param schema that was compiled once: nothing in it leads nowhere or into itself */
  of(schema: JsonObject): Shape {
    return this.#shape({ schema, home: schema });
  }

  #shape(place: Place): Shape {
    const kinds = this.#kinds(place);
    return {
      kinds,
      field: (name) => {
        if (kinds !== undefined && !kinds.has('object')) return undefined;
        const { places, isListed, isOpen } = this.#field(place, name);
        if (places.length > 0) return either(places.map((one) => this.#shape(one)));
        return isListed && !isOpen ? undefined : ANYTHING;
      },
      element: () => (kinds?.size === 1 && kinds.has('object') ? shapeOf(['text']) : either(this.#elements(place).map((one) => this.#shape(one)))),
    };
  }

  #kinds(place: Place): Shape['kinds'] {
    const schema = this.#own(place);
    const { type, multipleOf } = schema;
    const ofType = type === undefined ? undefined : new Set((Array.isArray(type) ? type : [type]).flatMap((name) => KINDS[String(name)] ?? []));
    const ofValues = Array.isArray(schema['enum']) ? schema['enum'] : Object.hasOwn(schema, 'const') ? [schema['const']!] : undefined;
    const said = [ofType, ofValues && new Set(ofValues.map((value: Json) => kindOf(value))), ...this.#together(place).map((one) => this.#kinds(one)), ...this.#alternatives(place).map((some) => united(some.map((one) => this.#kinds(one))))];
    const known = said.filter((set) => set !== undefined);
    const common = known.length === 0 ? undefined : new Set([...known[0]!].filter((kind) => known.every((set) => set.has(kind))));
    if (Number.isInteger(multipleOf)) common?.delete('fraction');
    return common;
  }

  #field(place: Place, name: string): FieldSaid {
    const { home } = place;
    const { properties, patternProperties, additionalProperties: others } = this.#own(place);
    const own = asObject(properties);
    return [
      { places: Object.hasOwn(own, name) ? [{ schema: own[name]!, home }] : [], isListed: properties !== undefined || others === false, isOpen: patternProperties !== undefined || (others !== undefined && others !== false) },
      ...this.#together(place).map((one) => this.#field(one, name)),
      ...this.#sometimes(place).map((one) => ({ ...this.#field(one, name), isListed: false })),
      ...this.#alternatives(place).map((some) => this.#fieldOfSome(some, name)),
    ].reduce(both, NOTHING_SAID);
  }

  /** Alternatives that let no object through say nothing of fields. */
  #fieldOfSome(places: readonly Place[], name: string): FieldSaid {
    const said = places.filter((place) => this.#kinds(place)?.has('object') !== false).map((place) => this.#field(place, name));
    return { ...said.reduce(both, NOTHING_SAID), isListed: said.length > 0 && said.every(({ isListed }) => isListed) };
  }

  #elements(place: Place): readonly Place[] {
    const { home } = place;
    const { items, prefixItems, additionalItems } = this.#own(place);
    const own = [items, prefixItems, additionalItems].flatMap((some) => (some === undefined ? [] : some)).map((schema: Json) => ({ schema, home }));
    return [...own, ...[...this.#together(place), ...this.#sometimes(place), ...this.#alternatives(place).flat()].flatMap((one) => this.#elements(one))];
  }

  /** Schemas that count beside this one. */
  #together(place: Place): readonly Place[] {
    const { $ref, allOf } = this.#own(place);
    return [...(typeof $ref === 'string' ? [this.#target($ref, place)] : []), ...beside(allOf, place)];
  }

  #sometimes(place: Place): readonly Place[] {
    const { then, else: otherwise } = this.#own(place);
    return [then, otherwise].flatMap((schema) => (schema === undefined ? [] : { ...place, schema }));
  }

  #alternatives(place: Place): readonly (readonly Place[])[] {
    const { anyOf, oneOf } = this.#own(place);
    return [anyOf, oneOf].map((some) => beside(some, place)).filter(({ length }) => length > 0);
  }

  #target(reference: string, place: Place): Place {
    const { name, pointer } = partsOfReference(reference);
    const home = name === '' ? place.home : (this.documents[name] ?? {});
    return { schema: resolve(home, pointer) ?? {}, home };
  }

  /** Nothing is said any more once too much was read. */
  #own({ schema }: Place): JsonObject {
    this.#read += 1;
    return this.#read <= READ_MAX && isObject(schema) ? schema : {};
  }
}

function both(a: FieldSaid, b: FieldSaid): FieldSaid {
  return { places: [...a.places, ...b.places], isListed: a.isListed || b.isListed, isOpen: a.isOpen || b.isOpen };
}

function beside(schemas: Json | undefined, { home }: Place): readonly Place[] {
  return Array.isArray(schemas) ? schemas.map((schema: Json) => ({ schema, home })) : [];
}
