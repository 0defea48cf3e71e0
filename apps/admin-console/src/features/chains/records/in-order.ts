import { isObject, objectOf, type Json, type JsonObject } from '@bystack/api';

/**
 * A form's schema with its fields in an order that people can follow: those that `x-order` names, then those that must be given, as `required` lists them, then the others. A chain keeps no order of
 * fields, only that of lists.
 * @param isWritten somebody wrote the fields down in this order, as in a template: then only `x-order` says otherwise
 */
export function inOrder(schema: JsonObject, isWritten = false): JsonObject {
  const { properties, items } = schema;
  return { ...schema, ...(isObject(properties) && { properties: ordered(properties, schema, isWritten) }), ...(isObject(items) && { items: inOrder(items, isWritten) }) };
}

function ordered(properties: JsonObject, schema: JsonObject, isWritten: boolean): JsonObject {
  const names = [...listed(schema['x-order']), ...(isWritten ? [] : listed(schema.required)), ...Object.keys(properties)].filter((name) => Object.hasOwn(properties, name));
  return Object.fromEntries([...new Set(names)].map((name) => [name, inOrder(objectOf(properties[name]), isWritten)]));
}

function listed(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter((one): one is string => typeof one === 'string') : [];
}
