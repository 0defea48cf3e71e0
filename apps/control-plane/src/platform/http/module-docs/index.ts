import type { OpenAPIObject } from '@nestjs/swagger';
import type { ModuleCard } from '@bystack/api';
import { moduleTags } from './about';
import { moduleCommand, moduleEvent } from './kinds';
import { describeQuestions } from './questions';
import { inJson, ref, schemasOf, type Operation } from './schemas';

/** What the document speaks of: modules of all versions, and `kernel`, which has routes of its own and is only heard of here. */
export interface DescribedModules {
  readonly modules: readonly ModuleCard[];
  readonly kernel: ModuleCard;
}

/** Adds what each module takes, answers and tells, and refers to it where that is submitted, asked and told. */
export function describeModules(document: OpenAPIObject, { modules, kernel }: DescribedModules): void {
  const all = [...modules, { ...kernel, queries: [] }];
  const { EventView, ...schemas } = document.components!.schemas!;
  Object.assign(schemas, ...all.map(schemasOf), { ModuleCommand: moduleCommand(modules), ModuleEvent: moduleEvent(all), EventView: { allOf: [EventView, ref('ModuleEvent')] } });
  document.components = { ...document.components, schemas };
  document.tags = [...(document.tags ?? []), ...moduleTags(modules)];
  for (const end of ['/submissions', '/submissions/outlook']) {
    operationAt(document, end)[1].requestBody = { required: true, content: inJson({ allOf: [ref('SubmitDto'), ref('ModuleCommand')] }) };
  }
  describeQuestions(document, ...operationAt(document, '/queries/{module}/{query}'), modules);
}

/** The path that ends so, and what can be posted to it. */
function operationAt(document: OpenAPIObject, end: string): [path: string, operation: Operation] {
  const [path, item] = Object.entries(document.paths).find(([path]) => path.endsWith(end)) ?? [];
  if (path === undefined || item?.post === undefined) throw new Error(`nothing can be posted to a path that ends in ${end}`);
  return [path, item.post];
}
