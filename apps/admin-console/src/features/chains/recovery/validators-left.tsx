import type { RecoveringValidator } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../../parts/data-table';
import { Sign, type SignKind } from '../../../parts/sign';
import { Time } from '../../../parts/time';
import { useFormat } from '../../../platform/format';

type Memory = 'unheard' | 'prepared' | 'forgot' | 'remembers';
const SIGN: Readonly<Record<Memory, SignKind>> = { unheard: 'unknown', prepared: 'busy', forgot: 'warn', remembers: 'good' };

function memoryOf({ isHeard, isPrepared, seenBefore }: RecoveringValidator): Memory {
  if (!isHeard) return 'unheard';
  if (isPrepared) return 'prepared';
  return seenBefore === null ? 'remembers' : 'forgot';
}

/** How much each validator has, and what it was seen with. */
export function ValidatorsLeft({ validators }: { readonly validators: readonly RecoveringValidator[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns: readonly Column<RecoveringValidator>[] = [
    { key: 'seat', title: t('nodes.seat'), render: ({ seat }) => <span className="figure">{seat + 1}</span> },
    { key: 'host', title: t('nodes.host'), render: ({ hostName }) => hostName },
    { key: 'height', title: t('recovery.height'), align: 'right', render: ({ height }) => <span className="figure">{height === null ? '–' : format.number(height)}</span> },
    {
      key: 'before',
      title: t('recovery.before'),
      align: 'right',
      render: ({ seenBefore }) =>
        seenBefore === null ? (
          '–'
        ) : (
          <div>
            <span className="figure">{format.number(seenBefore.height)}</span>
            <span className="sub">
              <Time ms={seenBefore.timeMs} />
            </span>
          </div>
        ),
    },
    { key: 'memory', title: t('nodes.state'), render: (one) => <Sign kind={SIGN[memoryOf(one)]}>{t(`recovery.memory.${memoryOf(one)}`)}</Sign> },
  ];
  return <DataTable caption={t('recovery.validators')} rows={validators} columns={columns} rowKey={({ nodeId }) => nodeId} empty={null} />;
}
