import { objectOf, type ModuleCard } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { abilityLines } from '../../libs/sdk/src/cli/commands/abilities';
import { commandForms, queryLookups } from '../../apps/admin-console/src/features/chains/records/forms';
import { columnsIn, nextPage, partsOf } from '../../apps/admin-console/src/features/chains/said/answer-parts';
import { calledIn, fieldsIn } from '../../apps/admin-console/src/features/chains/said/said-rows';
import { fillPayload } from '../../apps/admin-console/src/parts/schema-form/payload';
import { kindOf, missingIn, propertiesOf } from '../../apps/admin-console/src/parts/schema-form/schema';
import { KERNEL_CARD } from '../../apps/control-plane/src/features/modules/kernel-card';
import { cardOf } from '../../apps/control-plane/src/features/modules/module-card';
import { describeModules } from '../../apps/control-plane/src/platform/http/module-docs';
import { modulesInterface, typesFile } from '../../libs/sdk/src/modules/write/modules-file';
import { MUGS } from './mugs';

const card: ModuleCard = cardOf(MUGS as ModuleDefinition);

describe('what derives of a module that nobody wrote a page for', () => {
  it('a form for each command, which sends what was filled in', () => {
    const [form] = commandForms(card);
    expect(form).toMatchObject({ title: { en: 'Take a mug' }, help: { en: 'Nobody else may take it then.' }, module: 'mugs', command: 'take' });
    expect(propertiesOf(form!.schema).map(([name, field]) => [name, kindOf(field)])).toEqual([['mug', 'text'], ['size', 'choice']]);
    expect(missingIn(form!.schema, {})).toEqual(['/mug']);
    expect(fillPayload(form!.payload, { mug: 'blue', size: 'l' })).toEqual({ mug: 'blue', size: 'l' });
    expect(fillPayload(form!.payload, { mug: 'blue' })).toEqual({ mug: 'blue' });
  });

  it('a form for each question, its answer as a table by the titles of its schema, and the next page', () => {
    const [lookup] = queryLookups(card);
    expect(lookup).toMatchObject({ title: { zh: '所有杯子' }, module: 'mugs', query: 'mugs', args: { after: '{{after}}' } });
    const answer = { mugs: [{ heldMl: 300, mug: 'blue', size: 's' }], next: 'blue' };
    const fields = fieldsIn(card.queries[0]!.result!);
    const [list] = partsOf(answer).lists;
    expect(columnsIn(list!.rows, fields).map((name) => calledIn(fields, name).en)).toEqual(['Mug', 'Size', 'Holds']);
    expect(nextPage(card.queries[0]!.args, answer)).toEqual({ after: 'blue' });
  });

  it('events by their titles, with the titles of their fields', () => {
    const [event] = card.events;
    expect(event!.title.zh).toBe('杯子已被拿走');
    expect(Object.keys(objectOf({ mug: 'blue', heldMl: 300 })).map((name) => calledIn(fieldsIn(event!.data), name).zh)).toEqual(['杯子', '容量']);
  });

  it('all of it on the command line, as it is to be typed', () => {
    expect(abilityLines('our kitchen', card)).toEqual([
      'Mugs (mugs 1.0.0)',
      '  do: Take a mug',
      `    bystack submit 'our kitchen' mugs take --payload '{"mug":"…"}'`,
      '      mug*  text, up to 40 characters  Mug',
      '      size  "s" or "l"                 Size',
      '  ask: All mugs',
      `    bystack query 'our kitchen' mugs mugs --args '{}'`,
      '      after  text, up to 40 characters  Mug',
      '  tells:',
      '      taken  A mug was taken',
    ]);
  });

  it('its part of the OpenAPI document: schemas, and an entry for each question', () => {
    const post = () => ({ post: { operationId: 'ask', responses: {} } });
    const document = { openapi: '3.1.0', info: { title: '', version: '' }, paths: { '/submissions': post(), '/submissions/outlook': post(), '/queries/{module}/{query}': post() }, components: { schemas: { EventView: {} } } };
    describeModules(document, { modules: [card], kernel: KERNEL_CARD });
    expect(document.paths).toHaveProperty(['/queries/mugs/mugs', 'post', 'summary'], 'All mugs');
    expect(document.components.schemas).toMatchObject({
      'mugs-1.0.0.command.take': { title: 'Take a mug', description: 'Nobody else may take it then.', required: ['mug'], properties: { mug: { type: 'string', description: 'Mug' } } },
      'mugs-1.0.0.event.taken': { title: 'A mug was taken', properties: { heldMl: { description: 'Holds (ml)' } } },
      ModuleCommand: { anyOf: [{ properties: { module: { const: 'mugs' }, command: { const: 'take' } } }] },
    });
  });

  it('types for the SDK, from its schemas', () => {
    expect(typesFile('// Of a kitchen.', [modulesInterface([card], 'What there is.')], '@bystack/sdk')).toBe(`// Of a kitchen.
import type { JsonObject } from '@bystack/sdk';

/** What there is. */
export interface ModuleTypes {
  /** Mugs. Whose mug is whose. */
  readonly 'mugs@1.0.0': {
    readonly params: JsonObject;
    readonly commands: {
      /** Take a mug. */
      readonly take: {
        /** Mug. */
        readonly mug: string;
        /** Size. */
        readonly size?: 's' | 'l';
      };
    };
    readonly queries: {
      /** All mugs. */
      readonly mugs: {
        readonly args: {
          /** Mug. */
          readonly after?: string;
        };
        readonly answer: {
          readonly mugs?: readonly {
            /** Holds (ml). */
            readonly heldMl?: number;
            /** Mug. */
            readonly mug?: string;
            /** Size. */
            readonly size?: 's' | 'l';
          }[];
          readonly next?: string | null;
        };
      };
    };
    readonly events: {
      /** A mug was taken. */
      readonly taken: {
        /** Holds (ml). */
        readonly heldMl?: number;
        /** Mug. */
        readonly mug?: string;
      };
    };
  };
}
`);
  });
});
