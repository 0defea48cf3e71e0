import type { NodeView } from '@bystack/api';
import { Button, Switch } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download } from '../../../parts/download';
import { Section } from '../../../parts/page-head';
import { useStream } from '../../../platform/live';
import { useFormat } from '../../../platform/format';

const LINES_MAX = 1_000;
const LEVELS: Readonly<Record<string, string>> = { '10': 'trace', '20': 'debug', '30': 'info', '40': 'warn', '50': 'error', '60': 'fatal' };

interface LogLine {
  readonly number: number;
  readonly text: string;
}

/** A line comes as a JSON string, so that it may hold anything. */
function lineOf(data: string): string {
  const told: unknown = data.startsWith('"') ? JSON.parse(data) : data;
  return String(told);
}

/** A pino line as a person reads it: time, level, what happened, the rest; anything else as it is. */
function useReadable(): (line: string) => { readonly level: string; readonly text: string } {
  const format = useFormat();
  return (line) => {
    try {
      const { time, level, msg, pid: _pid, hostname: _hostname, ...rest } = JSON.parse(line) as Record<string, unknown>;
      const name = LEVELS[String(level)] ?? String(level ?? '');
      const at = typeof time === 'number' || typeof time === 'string' ? format.clock(new Date(time).getTime()) : '';
      const facts = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
      return { level: name, text: [at, name.padEnd(5), msg, ...facts].filter((part) => part !== undefined && part !== '').join('  ') };
    } catch {
      return { level: '', text: line };
    }
  };
}

/** A node's log as it is written. */
export function NodeLogs({ node, onClose }: { readonly node: NodeView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const readable = useReadable();
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLPreElement>(null);
  const add = (data: string) => setLines((before) => [...before, { number: (before.at(-1)?.number ?? 0) + 1, text: lineOf(data) }].slice(-LINES_MAX));
  const state = useStream(`/chains/${node.chainId}/nodes/${node.nodeId}/logs?tail=200&follow=1`, { line: add });
  useEffect(() => {
    if (follow && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow]);
  const note = state === 'lost' ? t('logs.lost') : lines.length === 0 ? t('logs.none') : t('logs.lines', { count: lines.length });
  return (
    <Section
      title={t('logs.title', { seat: node.seat + 1, host: node.hostName })}
      note={note}
      actions={
        <>
          <Switch label={t('logs.follow')} size="xs" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />
          <Button variant="default" size="xs" onClick={() => download(`${node.nodeId}.log`, `${lines.map((line) => line.text).join('\n')}\n`, 'text/plain')}>
            {t('logs.download')}
          </Button>
          <Button variant="default" size="xs" onClick={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      <pre className="json logs" ref={box} tabIndex={0} role="log" aria-live="off" aria-label={t('logs.title', { seat: node.seat + 1, host: node.hostName })}>
        {lines.map((line) => {
          const { level, text } = readable(line.text);
          return (
            <div key={line.number} className={level === 'warn' ? 'log-warn' : level === 'error' || level === 'fatal' ? 'log-error' : undefined}>
              {text}
            </div>
          );
        })}
      </pre>
    </Section>
  );
}
