import type { LoggerService } from '@nestjs/common';
import pino from 'pino';

/** What Nest tells about its own wiring, one line a route. */
const CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** Nest's logger on pino: JSON lines on stderr, so that stdout carries nothing but the ready line. Secrets are struck out wherever they turn up. */
export class PinoLogger implements LoggerService {
  readonly #pino;

  constructor(level: string) {
    const redact = [
      'password',
      'token',
      'secret',
      'key',
      '*.password',
      '*.token',
      '*.secret',
      '*.key',
      'error.query',
      'error.parameters',
      'error.driverError',
    ];
    this.#pino = pino({ level, redact, serializers: { error: pino.stdSerializers.err } }, pino.destination({ fd: 2, sync: true }));
  }

  log(message: unknown, context?: unknown): void {
    this.#write(CHATTER.has(String(context)) ? 'debug' : 'info', message, context);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest.at(-1));
  }
  warn(message: unknown, context?: unknown): void {
    this.#write('warn', message, context);
  }
  debug(message: unknown, context?: unknown): void {
    this.#write('debug', message, context);
  }
  verbose(message: unknown, context?: unknown): void {
    this.#write('trace', message, context);
  }

  #write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, context: unknown): void {
    const where = typeof context === 'string' ? { context } : {};
    if (message instanceof Error) this.#pino[level]({ ...where, error: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.#pino[level]({ ...where, ...message });
    else this.#pino[level](where, String(message));
  }
}
