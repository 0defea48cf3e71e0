import type { OpenAPIObject } from '@nestjs/swagger';
import type { JsonObject, ModuleCard } from '@bystack/api';
import { cardsBy, tagOf } from './about';
import { inJson, ref, refTo, type Operation } from './schemas';

/** A question of one module, and the versions of it that have the question. */
interface Question {
  readonly module: string;
  readonly query: string;
  readonly cards: readonly ModuleCard[];
}

/** Each question has an entry of its own beside the route of all, `path`: it is that route, with what this question takes and answers. */
export function describeQuestions(document: OpenAPIObject, path: string, operation: Operation, modules: readonly ModuleCard[]): void {
  for (const question of questionsOf(modules)) {
    document.paths[path.replace('{module}', question.module).replace('{query}', question.query)] = { post: described(operation, question) };
  }
  operation.requestBody = { content: inJson({ type: 'object', description: 'Arguments, as the entry of the question says.' }) };
}

function questionsOf(modules: readonly ModuleCard[]): readonly Question[] {
  return [...cardsBy(modules, ({ name }) => name)].flatMap(([module, versions]) =>
    [...cardsBy(versions, ({ queries }) => queries.map(({ name }) => name))].map(([query, cards]) => ({ module, query, cards })),
  );
}

function described(generic: Operation, { module, query, cards }: Question): Operation {
  const either = (side: 'args' | 'answer'): JsonObject => {
    const refs = cards.map((card) => refTo(card, 'query', query, side));
    return refs.length === 1 ? refs[0]! : { anyOf: refs };
  };
  const answer = { allOf: [ref('QueryAnswer'), { type: 'object', properties: { answer: either('answer') } }] };
  return {
    ...generic,
    operationId: `${generic.operationId}_${module}_${query}`,
    summary: cards[0]!.queries.find(({ name }) => name === query)!.title.en,
    description: `In ${cards.map(({ version }) => version).join(' and ')} of the module.`,
    tags: [tagOf(module)],
    parameters: (generic.parameters ?? []).filter((parameter) => !('name' in parameter && ['module', 'query'].includes(parameter.name))),
    requestBody: { content: inJson(either('args')) },
    responses: { ...generic.responses, 200: { description: '', content: inJson(answer) } },
  };
}
