import type { Json, JsonObject } from '@bystack/chain-core/module';
import { isObject } from '../compiled-package';
import { partsOfReference, resolve } from '../schema/compile-schema';
import { ANYTHING, asObject, kindOf, shapeOf, united, type Kind, type Shape } from './shape';

/** A schema, and the document it stands in; or several of which all count, or one. */
interface Place {
  readonly schema: Json;
  readonly home: Json;
  readonly all?: readonly Place[];
  readonly any?: readonly Place[];
  /** They count under conditions only: beside what always counts they say nothing of kinds. */
  readonly isSometimes?: boolean;
}
/** What a schema says of one field of objects. */
interface FieldSaid {
  readonly place: Place | undefined;
  /** It says which fields there are. */
  readonly isListed: boolean;
  /** And that there may be others. */
  readonly isOpen: boolean;
}

const KINDS: Readonly<Record<string, readonly Kind[]>> = { integer: ['whole'], number: ['whole', 'fraction'], string: ['text'], boolean: ['truth'], null: ['null'], array: ['list'], object: ['object'] };
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
    const kinds = this.#kinds(place, false) ?? this.#kinds(place, true);
    return {
      kinds,
      field: (name) => {
        if (kinds !== undefined && !kinds.has('object')) return undefined;
        const said = this.#field(place, name);
        if (said.place !== undefined) return this.#shape(said.place);
        return said.isListed && !said.isOpen ? undefined : ANYTHING;
      },
      element: () => {
        if (kinds?.size === 1 && kinds.has('object')) return shapeOf(['text']);
        const elements = this.#elements(place);
        return elements === undefined ? ANYTHING : this.#shape(elements);
      },
    };
  }

  /** Undefined: any. @param isAllCounted with what counts under conditions only */
  #kinds(place: Place, isAllCounted: boolean): Shape['kinds'] {
    if (place.isSometimes === true && !isAllCounted) return undefined;
    const schema = this.#own(place);
    const { type, multipleOf } = schema;
    const ofType = type === undefined ? undefined : new Set((Array.isArray(type) ? type : [type]).flatMap((name) => KINDS[String(name)] ?? []));
    const ofValues = Array.isArray(schema['enum']) ? schema['enum'] : Object.hasOwn(schema, 'const') ? [schema['const']!] : undefined;
    const below = (one: Place) => this.#kinds(one, isAllCounted);
    const said = [ofType, ofValues && new Set(ofValues.map((value: Json) => kindOf(value))), ...this.#together(place).map(below), ...this.#alternatives(place).map((some) => united(some.map(below)))];
    const known = said.filter((set) => set !== undefined);
    const common = known.length === 0 ? undefined : new Set([...known[0]!].filter((kind) => known.every((set) => set.has(kind))));
    if (Number.isInteger(multipleOf)) common?.delete('fraction');
    return common?.size === 0 ? undefined : common; // What nothing can be is for conditions that never hold together.
  }

  #field(place: Place, name: string): FieldSaid {
    const { home } = place;
    const { properties, patternProperties, additionalProperties: others, propertyNames } = this.#own(place);
    const own = asObject(properties);
    // Where names have a rule of their own, those with a namespace are extensions.
    const isOpen = patternProperties !== undefined || (others !== undefined && others !== false) || (propertyNames !== undefined && name.includes(':'));
    return conjoined([
      { place: Object.hasOwn(own, name) ? { schema: own[name]!, home } : undefined, isListed: properties !== undefined || others === false, isOpen },
      ...this.#together(place).map((one) => this.#field(one, name)),
      { ...disjoined(this.#sometimes(place).map((one) => this.#field(one, name)), true), isListed: false },
      ...this.#alternatives(place).map((some) => this.#fieldOfSome(some, name)),
    ]);
  }

  /** Alternatives that let no object through say nothing of fields. */
  #fieldOfSome(places: readonly Place[], name: string): FieldSaid {
    return disjoined(places.filter((place) => this.#kinds(place, true)?.has('object') !== false).map((place) => this.#field(place, name)));
  }

  /** Undefined: nothing is said of them. */
  #elements(place: Place): Place | undefined {
    const { home } = place;
    const { items, prefixItems, additionalItems } = this.#own(place);
    const own = [items, prefixItems, additionalItems].flatMap((some) => (some === undefined ? [] : some)).map((schema: Json) => ({ schema, home }));
    const of = (places: readonly Place[]) => places.map((one) => this.#elements(one));
    return allOf([anyOf(own), ...of(this.#together(place)), anyOf(of(this.#sometimes(place)), true), ...this.#alternatives(place).map((some) => anyOf(of(some)))]);
  }

  /** Schemas that count beside this one. */
  #together(place: Place): readonly Place[] {
    const { $ref, allOf: all } = this.#own(place);
    return [...this.#several(place.all), ...(typeof $ref === 'string' ? [this.#target($ref, place)] : []), ...beside(all, place).map(unconditional)];
  }

  /** Those of conditions, here or in a row of them: mostly one excludes the others. */
  #sometimes(place: Place): readonly Place[] {
    const own = this.#own(place);
    return [own, ...beside(own['allOf'], place).map(({ schema }) => asObject(schema))].flatMap(({ then, else: otherwise }) => [then, otherwise].flatMap((schema) => (schema === undefined ? [] : { schema, home: place.home })));
  }

  #alternatives(place: Place): readonly (readonly Place[])[] {
    const { anyOf: any, oneOf } = this.#own(place);
    return [this.#several(place.any), beside(any, place), beside(oneOf, place)].filter(({ length }) => length > 0);
  }

  #several(places: readonly Place[] = []): readonly Place[] {
    return this.#read <= READ_MAX ? places : [];
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

function allOf(places: readonly (Place | undefined)[]): Place | undefined {
  const all = places.filter((place) => place !== undefined);
  return all.length > 1 ? { schema: {}, home: {}, all } : all[0];
}

function anyOf(places: readonly (Place | undefined)[], isSometimes = false): Place | undefined {
  const any = places.filter((place) => place !== undefined);
  return any.length > 1 || (isSometimes && any.length > 0) ? { schema: {}, home: {}, any, isSometimes } : any[0];
}

function conjoined(said: readonly FieldSaid[]): FieldSaid {
  return { place: allOf(said.map(({ place }) => place)), isListed: said.some(({ isListed }) => isListed), isOpen: said.some(({ isOpen }) => isOpen) };
}

function disjoined(said: readonly FieldSaid[], isSometimes = false): FieldSaid {
  return { place: anyOf(said.map(({ place }) => place), isSometimes), isListed: said.length > 0 && said.every(({ isListed }) => isListed), isOpen: said.some(({ isOpen }) => isOpen) };
}

/** Without what its conditions lead to. */
function unconditional(place: Place): Place {
  const { then: _, else: __, ...rest } = asObject(place.schema);
  return isObject(place.schema) ? { ...place, schema: rest } : place;
}

function beside(schemas: Json | undefined, { home }: Place): readonly Place[] {
  return Array.isArray(schemas) ? schemas.map((schema: Json) => ({ schema, home })) : [];
}
