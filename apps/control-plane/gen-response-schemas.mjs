// Writes two files of JSON Schemas, read from the return types of the controllers and the types of libs/api, so that they cannot say something else than the code:
//   src/platform/http/response-schemas.generated.ts      what each route answers, for the OpenAPI document
//   src/features/gateway/node-answers.generated.ts       what nodes answer, to be held against what they really do
//   node apps/control-plane/gen-response-schemas.mjs [--check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { filesBelow } from '../../scripts/lib/files-below.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const apiFolder = join(here, '../../libs/api/src');
const OUTPUT = 'src/platform/http/response-schemas.generated.ts';
const NODE_OUTPUT = 'src/features/gateway/node-answers.generated.ts';
/** What is asked of nodes, by the types of its answers. */
const NODE_ANSWERS = [
  'AssetsAnswer', 'AssetView', 'BlockSummary', 'BlockView', 'CheckAnswer', 'CommitteeView', 'CompetitionStatus', 'DecidedChange', 'HeadersAnswer', 'HoldingsAnswer', 'ModulesHistory', 'ModulesInForce', 'NodeStatus',
  'Outlook', 'OutputsAnswer', 'PackageKept', 'QueryAnswer', 'RehearsalRun', 'SubmitAnswer', 'SubmitJson', 'TransactionView',
];
const K = ts.SyntaxKind;

const parse = (file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);

/** name → declaration of every exported type of libs/api. */
const types = new Map();
for (const file of filesBelow(apiFolder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) {
  parse(file).forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) types.set(node.name.text, node);
  });
}

let used = new Map();
/** Types that come as they are. */
let open = { Json: {}, JsonObject: { type: 'object' } };

function refer(name) {
  if (name in open) return open[name];
  if (!types.has(name)) throw new Error(`libs/api has no type ${name}`);
  if (!used.has(name)) {
    used.set(name, undefined);
    used.set(name, describe(declared(types.get(name)), types.get(name)));
  }
  return { $ref: `#/components/schemas/${name}` };
}

function declared(node) {
  if (ts.isTypeAliasDeclaration(node)) return schemaOf(node.type);
  const own = membersOf(node.members);
  const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map(referenceTo));
  return bases.length === 0 ? own : { allOf: [...bases, own] };
}

function membersOf(members) {
  const properties = {};
  const required = [];
  for (const member of members) {
    if (ts.isIndexSignatureDeclaration(member)) return { type: 'object', additionalProperties: schemaOf(member.type) };
    properties[member.name.getText()] = describe(schemaOf(member.type), member);
    if (!member.questionToken) required.push(member.name.getText());
  }
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

/** The doc comment above a declaration. */
function describe(schema, node) {
  const text = (node.jsDoc ?? [])
    .map((doc) => ts.getTextOfJSDocComment(doc.comment))
    .filter(Boolean)
    .join('\n');
  return text === ''
    ? schema
    : '$ref' in schema
      ? { allOf: [schema], description: text }
      : { ...schema, description: text };
}

function schemaOf(type) {
  switch (type.kind) {
    case K.StringKeyword:
      return { type: 'string' };
    case K.NumberKeyword:
      return { type: 'number' };
    case K.BooleanKeyword:
      return { type: 'boolean' };
    case K.UnknownKeyword:
      return {};
    case K.ParenthesizedType:
      return schemaOf(type.type);
    case K.TypeOperator:
      return schemaOf(type.type);
    case K.ArrayType:
      return { type: 'array', items: schemaOf(type.elementType) };
    case K.TypeLiteral:
      return membersOf(type.members);
    case K.IntersectionType:
      return { allOf: type.types.map(schemaOf) };
    case K.UnionType:
      return unionOf(type.types);
    case K.LiteralType:
      return type.literal.kind === K.NullKeyword ? { type: 'null' } : { const: literal(type.literal) };
    case K.IndexedAccessType:
      return {};
    case K.TypeReference:
      return referenceTo(type);
    default:
      throw new Error(`cannot describe ${type.getText()}`);
  }
}

function literal(node) {
  return ts.isStringLiteral(node) ? node.text : JSON.parse(node.getText());
}

function unionOf(members) {
  const constants = members
    .filter((member) => member.kind === K.LiteralType && member.literal.kind !== K.NullKeyword)
    .map((member) => literal(member.literal));
  const others = members.filter((member) => member.kind !== K.LiteralType || member.literal.kind === K.NullKeyword).map(schemaOf);
  const all = [...(constants.length > 0 ? [{ enum: constants }] : []), ...others];
  return all.length === 1 ? all[0] : { anyOf: all };
}

function referenceTo(type) {
  const name = (type.typeName ?? type.expression).getText();
  const [first, second] = type.typeArguments ?? [];
  if (name === 'Promise' || name === 'Readonly' || name === 'Partial') return schemaOf(first);
  if (name === 'ReadonlyArray' || name === 'Array') return { type: 'array', items: schemaOf(first) };
  if (name === 'Pick') return picked(first, second);
  if (name === 'Record') return { type: 'object', additionalProperties: schemaOf(second) };
  if (name === 'Page')
    return {
      type: 'object',
      properties: {
        items: { type: 'array', items: schemaOf(first) },
        next: { type: 'string', description: 'Give it as `before` to get the next page; absent at the end.' },
      },
      required: ['items'],
    };
  return refer(name);
}

function picked(from, names) {
  const wanted = new Set((ts.isUnionTypeNode(names) ? names.types : [names]).map(({ literal: { text } }) => text));
  return membersOf(types.get(from.typeName.getText()).members.filter((member) => wanted.has(member.name.getText())));
}

/** `Controller_method` (Nest's operationId) → schema of the answer. */
const answers = {};
for (const file of filesBelow(join(here, 'src/features')).filter((name) => name.endsWith('.controller.ts'))) {
  parse(file).forEachChild((node) => {
    if (!ts.isClassDeclaration(node)) return;
    for (const method of node.members
      .filter(ts.isMethodDeclaration)
      .filter((member) => ts.canHaveDecorators(member) && ts.getDecorators(member)?.length)) {
      const text = method.type?.getText() ?? 'void';
      if (/\bvoid\b|StreamableFile|<string>/.test(text)) continue;
      answers[`${node.name.text}_${method.name.getText()}`] = schemaOf(method.type);
    }
  });
}

/** One line for each entry: a change shows as the lines that changed. */
function table(entries) {
  return `{\n${entries.map(([name, schema]) => `  ${name}: ${JSON.stringify(schema)},`).join('\n')}\n}`;
}

const sorted = (entries) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
const written = '// Written by apps/control-plane/gen-response-schemas.mjs from the controllers and libs/api; run it after changing either.';
const texts = {
  [OUTPUT]: `${written}
/** JSON Schemas of libs/api's types. */
export const SCHEMAS: Readonly<Record<string, object>> = ${table(sorted(used))};

/** What each operation answers. */
export const ANSWERS: Readonly<Record<string, object>> = ${table(sorted(Object.entries(answers)))};
`,
};

/** Problems among what nodes tell are read part by part. */
open = { ...open, Problem: {} };
used = new Map();
NODE_ANSWERS.forEach(refer);
const bare = (schema) => JSON.parse(JSON.stringify(schema, (name, value) => (name === 'description' && typeof value === 'string' ? undefined : value)).replaceAll('#/components/schemas/', '#/$defs/'));
texts[NODE_OUTPUT] = `${written}
import type { ${NODE_ANSWERS.join(', ')} } from '@bystack/api';

/** What nodes answer, by the names of the types. */
export interface NodeAnswers {
${NODE_ANSWERS.map((name) => `  readonly ${name}: ${name};`).join('\n')}
}

/** JSON Schemas of these, and of what they are made of. */
export const NODE_ANSWERS: Readonly<Record<string, object>> = ${table(sorted(used).map(([name, schema]) => [name, bare(schema)]))};
`;

const stale = Object.entries(texts).filter(([file, text]) => !existsSync(join(here, file)) || readFileSync(join(here, file), 'utf8') !== text);
if (process.argv.includes('--check')) process.exit(stale.length === 0 ? 0 : 1);
for (const [file, text] of stale) writeFileSync(join(here, file), text);
