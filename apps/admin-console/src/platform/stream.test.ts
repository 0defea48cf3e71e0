import { openStream } from './stream';

/** What a browser would hold open. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static open = 0;
  static last: Source;
  readyState = 1;
  onopen?: () => void;
  onerror?: () => void;
  constructor() {
    super();
    Source.open += 1;
    Source.last = this;
  }
  close(): void {
    if (this.readyState !== Source.CLOSED) Source.open -= 1;
    this.readyState = Source.CLOSED;
  }
}
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const frame = new EventTarget();
Object.assign(globalThis, { EventSource: Source, document: page, window: frame });

function turn(to: 'visible' | 'hidden'): void {
  page.visibilityState = to;
  page.dispatchEvent(new Event('visibilitychange'));
}

describe('a stream', () => {
  it('is held open only while somebody looks, says that there was a gap, and is closed for good', () => {
    const states: string[] = [];
    const heard: string[] = [];
    const close = openStream('/events', { changed: (data) => heard.push(data) }, (state) => states.push(state));
    expect(Source.open).toBe(1);
    Source.last.onopen?.();
    turn('hidden');
    expect(Source.open).toBe(0);
    turn('hidden');
    turn('visible');
    turn('visible');
    expect(Source.open).toBe(1);
    Source.last.onopen?.();
    Source.last.dispatchEvent(new MessageEvent('changed', { data: 'x' }));
    expect([states, heard]).toEqual([['live', 'lost', 'live'], ['x']]);
    close();
    turn('visible');
    expect(Source.open).toBe(0);
  });

  it('is let go by a page that was left and is kept for going back to, and opened again there', () => {
    const close = openStream('/events', {});
    frame.dispatchEvent(new Event('pagehide'));
    expect(Source.open).toBe(0);
    frame.dispatchEvent(new Event('pageshow'));
    expect(Source.open).toBe(1);
    close();
  });

  it('is not opened by a page that begins hidden, nor tried again while it is', () => {
    jest.useFakeTimers();
    page.visibilityState = 'hidden';
    const close = openStream('/events', {});
    expect(Source.open).toBe(0);
    turn('visible');
    Source.last.close();
    Source.last.onerror?.();
    turn('hidden');
    jest.advanceTimersByTime(60_000);
    expect(Source.open).toBe(0);
    close();
    jest.useRealTimers();
  });
});
