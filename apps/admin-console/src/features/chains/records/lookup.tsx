import { objectOf, type ChainView, type Json, type JsonObject, type QueryAnswer, type TemplateLookup } from '@bystack/api';
import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { CopyAs } from '../../../parts/copy-as';
import { ProblemPanel } from '../../../parts/problem-panel';
import { labelAt } from '../../../parts/schema-form/label-at';
import { fillPayload, formPointer } from '../../../parts/schema-form/payload';
import { missingIn, pruned, startValue } from '../../../parts/schema-form/schema';
import { SchemaForm } from '../../../parts/schema-form/schema-form';
import { query } from '../../../platform/api';
import { recipe } from '../../../platform/recipe';
import { useWords } from '../../../platform/texts';
import { textOf } from '../../../platform/text-of';
import { nextPage } from '../said/answer-parts';
import { Answer } from './answer';
import { useQuestion } from './use-question';

interface LookupProps {
  readonly chain: ChainView;
  readonly lookup: TemplateLookup;
  /** Of modules by whose rules to answer; left out: those in force. */
  readonly set?: number | undefined;
}

/** A question of the template: its form, and the answer as a table. */
export function Lookup({ chain, lookup, set }: LookupProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [value, setValue] = useState<JsonObject>(() => objectOf(startValue(lookup.schema, Date.now())));
  const [asked, setAsked] = useState<Json | null>(missingIn(lookup.schema, {}).length === 0 ? objectOf(fillPayload(lookup.args, value)) : null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const { args: known, fields } = useQuestion(chain, lookup, set);
  const path = `/chains/${chain.chainId}/queries/${lookup.module}/${lookup.query}${set === undefined ? '' : `?set=${set}`}`;
  const answer = useQuery({ queryKey: ['lookup', chain.chainId, set ?? 'in force', lookup.name, asked], queryFn: () => query<QueryAnswer>(path, asked), enabled: asked !== null });
  const args = () => objectOf(fillPayload(lookup.args, objectOf(pruned(value))));
  const ask = () => {
    const missing = missingIn(lookup.schema, value);
    setErrors(Object.fromEntries(missing.map((at) => [at, t('form.required')])));
    if (missing.length > 0) return;
    if (asked !== null && textOf(asked) === textOf(args())) void answer.refetch();
    else setAsked(args());
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div className="record-form">
        <SchemaForm schema={lookup.schema} value={value} errors={errors} onChange={setValue} />
        <Group my="md" gap="xs">
          <BusyButton type="submit" variant="default" busy={answer.isFetching && asked !== null}>
            {t('records.ask')}
          </BusyButton>
          <CopyAs of={recipe('POST', path, args(), ['query', chain.name, lookup.module, lookup.query, '--args', JSON.stringify(args()), ...(set === undefined ? [] : ['--set', String(set)])])} />
        </Group>
      </div>
      <div aria-live="polite">
        {answer.error !== null && asked !== null && <ProblemPanel error={answer.error} title={t('records.askFailed')} fieldNamed={(pointer) => labelAt(lookup.schema, formPointer(lookup.args, pointer) ?? '', words)} />}
        {answer.data !== undefined && asked !== null && answer.error === null && (
          <>
            <Answer chain={chain} lookup={lookup} answer={answer.data} fields={fields} />
            <Pages next={nextPage(known, answer.data.answer)} isFirst={textOf(asked) === textOf(args())} onAsk={(page) => setAsked({ ...args(), ...page })} />
          </>
        )}
      </div>
    </form>
  );
}

/** Buttons for what an answer left out, and back. */
function Pages({ next, isFirst, onAsk }: { readonly next: JsonObject | undefined; readonly isFirst: boolean; readonly onAsk: (page: JsonObject) => void }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" mt="xs">
      {!isFirst && (
        <Button variant="default" size="xs" onClick={() => onAsk({})}>
          {t('answer.first')}
        </Button>
      )}
      {next !== undefined && (
        <Button variant="default" size="xs" onClick={() => onAsk(next)}>
          {t('answer.next')}
        </Button>
      )}
    </Group>
  );
}
