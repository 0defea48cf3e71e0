import type { AuditEntry } from '@bystack/api';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table';
import { JsonView } from '../../parts/json-view';
import { TextLink } from '../../parts/links';
import { ShortId } from '../../parts/short-id';
import { Age, Time } from '../../parts/time';
import { useFormat } from '../../platform/format';
import { queries } from '../../platform/queries';

/** What was done, in words where we have them, else the action's own name. */
function useActionWords(): (entry: AuditEntry) => string {
  const { t } = useTranslation();
  return (entry) => {
    const key = `action.${entry.action}`;
    return i18next.exists(key) ? t(key as 'action.chain.create') : entry.action;
  };
}

/** What an entry is about, by name where one is known: people are known by what they did. */
function useSubjectName(entries: readonly AuditEntry[]): (entry: AuditEntry) => string | undefined {
  const chains = useQuery({ ...queries.chains(), refetchInterval: false }).data ?? [];
  const people = new Map(entries.flatMap(({ actor }) => (actor.name === '' ? [] : [[actor.id, actor.name]])));
  return ({ subject, details }) => (typeof details.name === 'string' && details.name !== '' ? details.name : (chains.find((chain) => chain.chainId === subject.id)?.name ?? people.get(subject.id)));
}

function useColumns(brief: boolean, entries: readonly AuditEntry[]): readonly Column<AuditEntry>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useActionWords();
  const nameOf = useSubjectName(entries);
  const columns: readonly Column<AuditEntry>[] = [
    { key: 'sequence', title: t('audit.sequence'), render: (entry) => <span className="figure">{format.number(entry.sequence)}</span>, sort: (entry) => entry.sequence },
    { key: 'time', title: t('audit.time'), render: (entry) => (brief ? <Age ms={entry.atMs} /> : <span className="nowrap"><Time ms={entry.atMs} /></span>), sort: (entry) => entry.atMs },
    {
      key: 'actor',
      title: t('audit.actor'),
      render: (entry) => (
        <div>
          {entry.actor.name || entry.actor.id}
          <span className="sub">{t(`actor.${entry.actor.type}`)}</span>
        </div>
      ),
      sort: (entry) => entry.actor.name,
      text: (entry) => entry.actor.name,
    },
    {
      key: 'action',
      title: t('audit.action'),
      render: (entry) => (
        <div>
          {words(entry)}
          {!brief && <span className="sub">{entry.action}</span>}
        </div>
      ),
      sort: (entry) => entry.action,
      text: (entry) => `${words(entry)} ${entry.action}`,
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      render: (entry) => {
        const name = nameOf(entry);
        return (
          <div>
            {name ?? <ShortId id={entry.subject.id} />}
            <span className="sub">{i18next.exists(`subject.${entry.subject.type}`) ? t(`subject.${entry.subject.type}` as 'subject.chain') : entry.subject.type}</span>
            {!brief && typeof entry.details.txId === 'string' && entry.subject.type === 'chain' && (
              <TextLink size="xs" to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId: entry.subject.id, txId: entry.details.txId }}>
                {t('audit.whatCameOfIt')}
              </TextLink>
            )}
            {!brief && Object.keys(entry.details).length > 0 && (
              <details>
                <summary className="sub">{t('audit.details')}</summary>
                <JsonView value={entry.details} label={t('audit.details')} />
              </details>
            )}
          </div>
        );
      },
      text: (entry) => `${nameOf(entry) ?? ''} ${entry.subject.id} ${JSON.stringify(entry.details)}`,
    },
    { key: 'hash', title: t('audit.hash'), render: (entry) => <ShortId id={entry.hash} /> },
  ];
  return brief ? columns.filter((column) => column.key !== 'sequence' && column.key !== 'hash').map(({ sort: _sort, ...column }) => column) : columns;
}

export function AuditTable({ entries, brief = false }: { readonly entries: readonly AuditEntry[]; readonly brief?: boolean }) {
  const { t } = useTranslation();
  const columns = useColumns(brief, entries);
  return <DataTable caption={t('nav.audit')} rows={entries} columns={columns} rowKey={(entry) => String(entry.sequence)} filter={!brief} empty={<p className="hint">{t('audit.none')}</p>} />;
}
