import type { HostView, JoinTokenCreated, ModuleCard, Page, Template } from '@bystack/api';
import type { CallOptions, Http } from './http';
import { path, query } from './path';

/** What chains can be made of. */
export class CatalogueClient {
  constructor(private readonly http: Http) {}

  modules(): Promise<Page<ModuleCard>> {
    return this.http.json('GET', '/modules');
  }
  /** The newest version. @param name `kernel`: what every chain with a committee can do about itself */
  module(name: string): Promise<ModuleCard> {
    return this.http.json('GET', path`/modules/${name}`);
  }
  /** @param versions `newest`: what new chains are made from; `all`: also the versions before, whose rules chains may still go by */
  templates(versions: 'newest' | 'all' = 'newest'): Promise<Page<Template>> {
    return this.http.json('GET', versions === 'all' ? '/templates?versions=all' : '/templates');
  }
  /** @param version left out: the newest */
  template(name: string, version?: string): Promise<Template> {
    return this.http.json('GET', path`/templates/${name}` + query({ version }));
  }
}

/** Where chains can run. */
export class HostsClient {
  constructor(private readonly http: Http) {}

  list(): Promise<Page<HostView>> {
    return this.http.json('GET', '/hosts');
  }
  show(id: string): Promise<HostView> {
    return this.http.json('GET', path`/hosts/${id}`);
  }
  remove(id: string, options?: CallOptions): Promise<void> {
    return this.http.json('DELETE', path`/hosts/${id}`, undefined, options);
  }
  /** Single use and short-lived; the answer has the command for the new host. */
  createJoinToken(options?: CallOptions): Promise<JoinTokenCreated> {
    return this.http.json('POST', '/hosts/join-tokens', {}, options);
  }
}
