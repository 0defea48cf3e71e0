import { BadRequestException, Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { ProblemRow } from '@bystack/api';
import type { Request, Response } from 'express';
import { requestIdOf } from '../http/request-id';
import { inChinese } from './field-words';
import { problemError, rowError } from './problem-error';
import { toProblem, type Told } from './to-problem';

/** No field is to blame for an address that cannot be decoded. */
const UNREADABLE_ADDRESS: ProblemRow = { status: 400, en: 'The address cannot be read: after each % come two hexadecimal digits, which together are text in UTF-8.', zh: '无法读取该地址：每个 % 后应有两位十六进制数字，且合起来为 UTF-8 文本。' };

@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const allowed = error instanceof NotFoundException ? methodsOf(request) : [];
    if (allowed.length > 0) response.setHeader('Allow', allowed.join(', '));
    const isUnreadable = error instanceof BadRequestException && !isReadable(request.originalUrl);
    const told = toProblem(allowed.length > 0 ? problemError('METHOD_NOT_ALLOWED') : isUnreadable ? rowError('INVALID_REQUEST', UNREADABLE_ADDRESS) : error);
    if (told.ours) this.#log.error({ requestId: requestIdOf(response), error });
    sendProblem(request, response, told);
  }
}

/** In the language of `Accept-Language`: Chinese where it comes before English and there are words, else English. */
export function sendProblem(request: Request, response: Response, { problem, zh }: Told): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const isChinese = zh !== undefined && request.acceptsLanguages('en', 'zh') === 'zh';
  response.setHeader('Content-Language', isChinese ? 'zh' : 'en');
  response.vary('Accept-Language');
  response.setHeader('Cache-Control', 'no-store'); // Also where what is good may be kept: nobody between hands on a refusal after its reason is gone.
  const retryAfter = problem.facts?.retryAfterSeconds;
  if (typeof retryAfter === 'number') response.setHeader('Retry-After', String(retryAfter));
  response
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, ...(isChinese && { detail: zh, ...(problem.errors && { errors: problem.errors.map(inChinese) }) }), requestId: requestIdOf(response) }));
}

interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): unknown;
}

/** Methods this address does take; none when there is nothing at it. */
function methodsOf(request: Request): string[] {
  const { stack } = (request.app as unknown as { router: { stack: readonly Layer[] } }).router;
  // Not `path`: that is relative to where the handler of what nobody answered is mounted.
  const [path] = request.originalUrl.split('?', 1);
  const matching = stack.filter((layer) => layer.route && !layer.route.methods._all && safeMatch(layer, path));
  return [...new Set(matching.flatMap(({ route }) => Object.keys(route?.methods ?? {})))].map((method) => method.toUpperCase()).sort();
}

/** What the framework throws for these says so in a message only. */
function isReadable(address: string): boolean {
  try {
    decodeURIComponent(address.split('?', 1)[0]!);
    return true;
  } catch {
    return false;
  }
}

function safeMatch(layer: Layer, path: string): boolean {
  try {
    return Boolean(layer.match(path));
  } catch {
    return false;
  }
}
