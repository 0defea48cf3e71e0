import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppModule } from './app.module';
import { KERNEL_CARD, Modules } from './features/modules';
import type { Settings } from './platform/config';
import { problemError, sendProblem, toProblem } from './platform/errors';
import { giveRequestId, HTTP_LIMITS, readJsonBody } from './platform/http';
import { PinoLogger } from './platform/log/pino-logger';
import { serveApiDocs } from './platform/http/api-docs';
import { serveConsole } from './platform/http/serve-console';

const API_PREFIX = 'api/v1';
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    // Signatures are checked on the page by a library in WebAssembly.
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    fontSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
  },
};

/** The app with everything but its ports. */
export async function makeApp(settings: Settings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(settings), {
    bodyParser: false,
    logger: new PinoLogger(settings.logLevel),
    abortOnError: false,
  });
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(giveRequestId);
  app.use(helmet({ contentSecurityPolicy: CONTENT_SECURITY, strictTransportSecurity: false }));
  app.use('/api', (_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use(readJsonBody);
  app.setGlobalPrefix(API_PREFIX);
  serveApiDocs(app, () => ({ modules: app.get(Modules).cards(), kernel: KERNEL_CARD }));
  serveConsole(app, settings.consoleDir);
  await app.init();
  answerTheRest(app);
  const server = app.getHttpServer() as { headersTimeout: number; requestTimeout: number };
  server.headersTimeout = HTTP_LIMITS.headersTimeoutMs;
  server.requestTimeout = HTTP_LIMITS.requestTimeoutMs;
  return app;
}

/** What no route of the API took, and what failed before one could. */
function answerTheRest(app: NestExpressApplication): void {
  app.use((request: Request, response: Response) => sendProblem(request, response, toProblem(problemError('NOT_FOUND'))));
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => sendProblem(request, response, toProblem(error)));
}
