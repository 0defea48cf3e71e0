import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/** The console's pages. Files under /assets carry their hash in their name and never change; every other address shows the one page. */
export function serveConsole(app: NestExpressApplication, folder: string): void {
  const page = join(folder, 'index.html');
  app.useStaticAssets(folder, {
    index: false,
    redirect: false,
    setHeaders: (response: Response, path: string) => void response.setHeader('Cache-Control', cachingOf(path)),
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const asked =
      (request.method === 'GET' || request.method === 'HEAD') && !request.path.startsWith('/api/') && !request.path.startsWith('/assets/');
    if (!asked || !existsSync(page)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(page, { cacheControl: false });
  });
}

function cachingOf(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
