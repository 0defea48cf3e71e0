import { useFormat, utc } from '../platform/format';
import { useNow } from '../platform/now';

/** Local time; UTC on hover. */
export function Time({ ms }: { readonly ms: number }) {
  const format = useFormat();
  return (
    <time dateTime={new Date(ms).toISOString()} title={utc(ms)}>
      {format.time(ms)}
    </time>
  );
}

/** How long ago, counted on; UTC on hover. */
export function Age({ ms }: { readonly ms: number }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={new Date(ms).toISOString()} title={utc(ms)} className="figure">
      {format.ago(ms, now)}
    </time>
  );
}

/** From start to end, or to now while it lasts. */
export function Lasted({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number | null }) {
  const format = useFormat();
  const now = useNow();
  return <span className="figure">{format.duration(Math.max(0, (toMs ?? now) - fromMs))}</span>;
}
