import type { BlockSummary } from '@bystack/api';
import { Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart, type Point } from '../../../parts/chart';
import { serverNow } from '../../../platform/api';
import { useFormat } from '../../../platform/format';
import { useStream } from '../../../platform/live';
import { queries } from '../../../platform/queries';

const SHOWN = 60;

/** Time from a block's proposal (its own time) until this page heard that it is final, for blocks heard of while the page is open. */
function useHeardAfter(chainId: string): readonly { readonly height: number; readonly ms: number }[] {
  const client = useQueryClient();
  const [heard, setHeard] = useState<readonly { height: number; ms: number }[]>([]);
  useStream(`/chains/${chainId}/events`, {
    final: (data) => {
      const block = JSON.parse(data) as BlockSummary;
      const ms = serverNow() - block.timeMs;
      // A stream begins with the newest blocks it knows; only one that is new says something about delay.
      if (ms >= 0 && ms < 30_000) setHeard((before) => [...before.filter((each) => each.height !== block.height), { height: block.height, ms }].slice(-SHOWN));
      void client.invalidateQueries({ queryKey: ['blocks', chainId] });
    },
  });
  return heard;
}

/** Height, records and delay of the newest blocks: three small charts, each with its table. */
export function ChainCharts({ chainId }: { readonly chainId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data = [], isError } = useQuery(queries.blocks(chainId, undefined, SHOWN));
  const heard = useHeardAfter(chainId);
  if (isError) return <Text c="dimmed">{t('chart.unknown')}</Text>;
  const blocks = [...data].reverse();
  const newest = blocks.at(-1);
  const at = (block: BlockSummary, value: number): Point => ({ label: format.time(block.timeMs), value });
  const records = blocks.reduce((sum, block) => sum + block.transactionCount, 0);
  const latest = heard.at(-1);
  const whole = (value: number) => format.number(value);
  return (
    <div className="charts">
      <Chart kind="line" title={t('chart.height')} figure={newest === undefined ? '–' : format.number(newest.height)} unit={t('chart.height')} points={blocks.map((block) => at(block, block.height))} show={whole} />
      <Chart
        kind="bars"
        title={t('chart.records', { count: blocks.length })}
        figure={t('chart.recordsFigure', { count: records, n: format.number(records) })}
        unit={t('chart.recordsUnit')}
        points={blocks.map((block) => at(block, block.transactionCount))}
        show={whole}
      />
      <Chart
        kind="line"
        title={t('chart.delay')}
        figure={latest === undefined ? t('chart.waiting') : format.duration(latest.ms)}
        unit={t('chart.delayUnit')}
        points={heard.map((each) => ({ label: t('chart.block', { height: format.number(each.height) }), value: each.ms }))}
        show={format.duration}
      />
    </div>
  );
}
