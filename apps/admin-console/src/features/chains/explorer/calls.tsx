import { objectOf, type CallView, type ChainView, type TransactionView } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Raw } from '../../../parts/raw';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { useWords } from '../../../platform/texts';
import { KeyName } from '../key-name';
import { useOffered } from '../records/use-offered';
import { Said } from '../said/said';
import { type Fields, fieldsIn } from '../said/said-rows';
import { useRulesThen } from '../use-rules-then';
import { useVocabulary } from '../use-vocabulary';

/** What the fields of a payload are called: by the form that it is filled in with, or by its command. */
function useFields(chain: ChainView, height: number | undefined): (call: CallView) => Fields {
  const then = useRulesThen(chain.chainId, height);
  const forms = useOffered(chain, then?.set)?.forms ?? [];
  const cards = useQuery({ ...queries.commands(chain.chainId, then?.set), enabled: then !== undefined }).data ?? [];
  return ({ module, command, payload }) => {
    const act = objectOf(payload).command;
    const form = forms.find((one) => one.module === module && one.command === command && (act === undefined || objectOf(one.payload).command === act));
    return fieldsIn(form?.schema ?? cards.find(({ name }) => name === module)?.commands.find(({ name }) => name === command)?.payload ?? {});
  };
}

/** What a transaction asked modules to do, and the chain itself. */
export function Calls({ chain, tx }: { readonly chain: ChainView; readonly tx: TransactionView }) {
  const { t } = useTranslation();
  const words = useWords();
  const vocabulary = useVocabulary(chain.chainId, tx.height);
  const fields = useFields(chain, tx.height);
  return tx.calls.map((call, index) => (
    <Section key={index} title={vocabulary.command(call.module, call.command, call.payload)} note={<>{`${call.module} · ${call.command} · ${t('tx.actor')} `}{call.told?.seat && `“${call.told.seat.label}” `}<KeyName chain={chain} publicKey={call.actor} /></>}>
      {call.told === undefined ? <Said chain={chain} value={call.payload} fields={fields(call)} /> : <div className="prose">{call.told.sentences.map((sentence, at) => <p key={at}>{words(sentence)}</p>)}</div>}
      <Raw value={call.payload} label={t('tx.payload')} />
    </Section>
  ));
}
