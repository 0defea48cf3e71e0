import { API } from './api';

export type LiveState = 'connecting' | 'live' | 'lost';
const RETRY_MS = 3_000;

/**
 * Opens an event stream and keeps it open (a browser gives up for good after an HTTP error; we do not) while somebody looks. A browser has six
 * connections for all its tabs of one address: a page that is hidden, or was left and is kept for going back to, must not hold one.
 * @returns how to close it
 */
export function openStream(path: string, handlers: Record<string, (data: string) => void>, onState?: (state: LiveState) => void): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const pause = () => {
    clearTimeout(retry);
    if (source === undefined) return;
    source.close();
    source = undefined;
    onState?.('lost');
  };
  const open = () => {
    source = new EventSource(API + path);
    source.onopen = () => onState?.('live');
    source.onerror = () => {
      onState?.('lost');
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(open, RETRY_MS); // Called off when the page is hidden.
    };
    for (const [name, handle] of Object.entries(handlers)) source.addEventListener(name, (event) => handle((event as MessageEvent<string>).data));
  };
  const look = () => {
    if (document.visibilityState === 'hidden') pause();
    else if (source === undefined) open();
  };
  const events: readonly (readonly [EventTarget, string, () => void])[] = [[document, 'visibilitychange', look], [window, 'pagehide', pause], [window, 'pageshow', look]];
  for (const [target, name, listener] of events) target.addEventListener(name, listener);
  look();
  return () => {
    for (const [target, name, listener] of events) target.removeEventListener(name, listener);
    clearTimeout(retry);
    source?.close();
  };
}
