import { Button, Collapse, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Point {
  readonly label: string;
  readonly value: number;
}
interface ChartProps {
  readonly title: string;
  /** The newest figure, with its unit. */
  readonly figure: string;
  readonly points: readonly Point[];
  readonly unit: string;
  readonly kind: 'line' | 'bars';
  readonly show: (value: number) => string;
}

const WIDTH = 240;
const HEIGHT = 44;

function Line({ points, low, range }: { readonly points: readonly Point[]; readonly low: number; readonly range: number }) {
  const at = (index: number) => (index / Math.max(1, points.length - 1)) * WIDTH;
  const up = (value: number) => HEIGHT - 3 - ((value - low) / range) * (HEIGHT - 6);
  // A single value is a dot: a line of no length with round ends.
  if (points.length === 1) return <path className="line dot" d={`M${WIDTH} ${HEIGHT / 2}h0.01`} />;
  return <polyline className="line" points={points.map((point, index) => `${at(index).toFixed(1)},${up(point.value).toFixed(1)}`).join(' ')} />;
}

function Bars({ points, top }: { readonly points: readonly Point[]; readonly top: number }) {
  const step = WIDTH / Math.max(points.length, 24);
  const height = (value: number) => (value === 0 ? 1 : Math.max(2, (value / top) * (HEIGHT - 4)));
  return points.map((point, index) => (
    <rect key={index} className="bar" x={index * step} width={Math.max(1, step - 1.5)} y={HEIGHT - height(point.value)} height={height(point.value)} />
  ));
}

/** A small inline chart that shows a course, its newest figure, and on demand the table behind it. */
export function Chart({ title, figure, points, unit, kind, show }: ChartProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const table = useId();
  const values = points.map((point) => point.value);
  const low = Math.min(...values);
  const top = Math.max(...values, kind === 'bars' ? 1 : low);
  const course = points.length === 0 ? t('chart.nothing') : t('chart.course', { title, low: show(low), top: show(top), count: points.length });
  return (
    <figure className="chart">
      <figcaption>
        <Text size="xs" c="dimmed" component="span">
          {title}
        </Text>
        <span className="figure big">{figure}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={course}>
        {points.length > 0 && (kind === 'line' ? <Line points={points} low={low} range={top - low || 1} /> : <Bars points={points} top={top} />)}
      </svg>
      {points.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-xs" aria-expanded={open} aria-controls={table} onClick={() => setOpen(!open)}>
          {open ? t('chart.hideTable') : t('chart.showTable')}
        </Button>
      )}
      <Collapse expanded={open} id={table}>
        <div className="scroll-box" tabIndex={open ? 0 : -1} role="region" aria-label={title}>
          <table className="mini">
            <thead>
              <tr>
                <th scope="col">{t('chart.when')}</th>
                <th scope="col" className="right">
                  {unit}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...points].reverse().map((point, index) => (
                <tr key={index}>
                  <td>{point.label}</td>
                  <td className="right figure">{show(point.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Collapse>
    </figure>
  );
}
