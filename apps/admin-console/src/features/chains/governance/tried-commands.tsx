import type { CommandsTriedView, TriedReason } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../parts/facts';
import { Sign } from '../../../parts/sign';
import { TextLink } from '../../../parts/links';
import { useFormat } from '../../../platform/format';
import { useWords } from '../../../platform/texts';
import { factsOf } from './facts-of';

/** Told first of all: how many of what was tried would be accepted no more. */
export function NoMoreAccepted({ commands }: { readonly commands: readonly CommandsTriedView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [count, accepted] = [commands.reduce((all, { tried }) => all + tried, 0), commands.reduce((all, one) => all + one.accepted, 0)];
  if (accepted === count) return null;
  return <p>{accepted === 0 ? <Sign kind="bad">{t('rehearsal.noneAccepted', { count })}</Sign> : <Sign kind="warn">{t('rehearsal.fewerAccepted', { count, refused: format.number(count - accepted) })}</Sign>}</p>;
}

/** What the new rules would say of commands that were recorded: how many, and why not, with one of them for each reason. */
export function TriedCommands({ chainId, tried }: { readonly chainId: string; readonly tried: CommandsTriedView }) {
  const { t } = useTranslation();
  const words = useWords();
  const { refusals, more } = tried;
  return (
    <>
      <p>{tried.accepted < tried.tried ? <Sign kind="warn">{words(tried.words)}</Sign> : words(tried.words)}</p>
      {refusals.length > 0 && (
        <ul className="plan">
          {refusals.map((reason) => <Reason key={`${reason.kind} ${reason.place} ${reason.code} ${reason.field} ${reason.failure?.detail}`} chainId={chainId} reason={reason} />)}
          {more > 0 && <li className="hint">{t('rehearsal.moreReasons', { count: more })}</li>}
        </ul>
      )}
    </>
  );
}

function Reason({ chainId, reason: { words: said, failure, sample } }: { readonly chainId: string; readonly reason: TriedReason }) {
  const { t } = useTranslation();
  const words = useWords();
  const format = useFormat();
  return (
    <li>
      <Sign kind={failure === null ? 'warn' : 'bad'}>{words(said)}</Sign>
      <details>
        <summary>{t('rehearsal.example', { height: format.number(sample.height) })}</summary>
        {sample.payload === null ? <p className="hint">{t('rehearsal.longExample')}</p> : <Facts rows={factsOf(sample.payload)} />}
        <TextLink to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId, txId: sample.txId }}>{t('rehearsal.itsTransaction')}</TextLink>
      </details>
    </li>
  );
}
