import { UnexpectedAnswer } from './errors';
import type { Http } from './http';

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** Server-sent events of `path` until the server ends them or `signal` aborts. No reconnecting: the caller knows from where to go on. @throws UnexpectedAnswer: that is no stream of events */
export async function* serverEvents(http: Http, path: string, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
  const response = await http.send('GET', path, undefined, { signal, timeoutMs: 2 ** 31 - 1 });
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) throw new UnexpectedAnswer(response.url, response.status);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    text = (text + decoder.decode(chunk as Uint8Array, { stream: true })).replaceAll('\r\n', '\n');
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parseEvent(text.slice(0, end));
      text = text.slice(end + 2);
      if (event) yield event;
    }
  }
}

/** Lines that begin with `:` keep the connection alive and say nothing. */
function parseEvent(block: string): ServerEvent | undefined {
  const lines = block.split('\n').filter((line) => !line.startsWith(':'));
  const field = (name: string) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  const data = field('data');
  return data.length === 0 ? undefined : { event: field('event')[0] ?? 'message', data: data.join('\n'), id: field('id')[0] };
}
