import { Ajv2020 } from 'ajv/dist/2020';
import OPENAPI from './openapi-3.1.schema.json';

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
const isDocument = ajv.compile(OPENAPI);

/** What is wrong with an OpenAPI 3.1 document: of its parts, of references that lead nowhere, and of its schemas. */
export function openApiFaults(document: { readonly components: { readonly schemas: Readonly<Record<string, object>> } }): readonly string[] {
  const parts = isDocument(document) ? [] : isDocument.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
  const schemas = Object.entries(document.components.schemas).filter(([, schema]) => ajv.validateSchema(schema) !== true);
  return [...parts, ...refsIn(document).filter((ref) => !leads(ref, document)).map((ref) => `${ref} leads nowhere`), ...schemas.map(([name]) => `${name} is no schema`)];
}

function refsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => (key === '$ref' && typeof inside === 'string' ? [inside] : refsIn(inside)));
}

function leads(ref: string, document: object): boolean {
  const [start, ...path] = ref.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return start === '#' && path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined), document) !== undefined;
}
