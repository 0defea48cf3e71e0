import { RequestMethod } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { MUTATION, PERMISSION, PUBLIC } from '../platform/auth';

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH';
  /** Without the prefix; parameters as `:name`. */
  readonly path: string;
  readonly permission: string | undefined;
  readonly isPublic: boolean;
  readonly mutation: string | undefined;
}
interface Container {
  getModules(): Map<string, { controllers: Map<unknown, { metatype: (new () => object) | null }> }>;
}

/** Every route the app really has, read from what Nest serves. */
export function routesOf(app: NestExpressApplication): Route[] {
  const { container } = app as unknown as { container: Container };
  const controllers = [...container.getModules().values()].flatMap(({ controllers: known }) => [...known.values()]);
  return controllers.flatMap(({ metatype }) => (metatype ? routesOfController(metatype) : []));
}

function routesOfController(controller: new () => object): Route[] {
  const base = String(Reflect.getMetadata('path', controller) ?? '');
  const prototype = controller.prototype as Readonly<Record<string, object>>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = name === 'constructor' ? undefined : prototype[name];
    const path = handler && (Reflect.getMetadata('path', handler) as string | undefined);
    if (!handler || path === undefined) return [];
    return [
      {
        method: RequestMethod[Reflect.getMetadata('method', handler) as number] as Route['method'],
        path: `/${[base, path]
          .map((part) => part.replace(/^\/|\/$/g, ''))
          .filter(Boolean)
          .join('/')}`,
        permission: Reflect.getMetadata(PERMISSION, handler) as string | undefined,
        isPublic: Reflect.getMetadata(PUBLIC, handler) === true,
        mutation: Reflect.getMetadata(MUTATION, handler) as string | undefined,
      },
    ];
  });
}
