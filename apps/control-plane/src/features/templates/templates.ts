import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { JsonObject, Template } from '@bystack/api';
import { completeParams } from '@bystack/chain-core/module/registry';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { SETTINGS, type Settings } from '../../platform/config';
import { fail } from '../../platform/errors';
import { cardOf, inBothLanguages, Modules } from '../modules';
import { fillPlaceholders } from './placeholders';
import { keptVersions, readTemplate, TemplateError } from './read-template';
import { asTemplate, SLOTS } from './template-schema';

/** The industry templates of the product's folder, read and checked whole at start: a broken one stops the start, not a user. */
@Injectable()
export class Templates implements OnModuleInit {
  #all: readonly Template[] = [];
  #kept: readonly Template[] = [];

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly modules: Modules,
  ) {}

  onModuleInit(): void {
    const folders = existsSync(this.settings.templatesDir) ? readdirSync(this.settings.templatesDir, { withFileTypes: true }) : [];
    const names = folders
      .filter((entry) => entry.isDirectory() && existsSync(join(this.settings.templatesDir, entry.name, 'template.json')))
      .map(({ name }) => name);
    this.#all = names.sort().map((name) => this.#load(name));
    this.#kept = names.flatMap((name) => keptVersions(join(this.settings.templatesDir, name)).map((version) => this.#load(name, version)));
  }

  /** The newest version of each: what new chains are made from. */
  list(): readonly Template[] {
    return this.#all;
  }

  /** These, and those before them, which running chains may go by. */
  listAll(): readonly Template[] {
    return [...this.#all, ...this.#kept];
  }

  find(name: string): Template | undefined {
    return this.#all.find((template) => template.name === name);
  }

  /** @param version left out: the newest */
  get(name: string, version?: string): Template {
    const found = version === undefined ? this.find(name) : this.listAll().find((template) => template.name === name && template.version === version);
    return found ?? fail('NOT_FOUND');
  }

  #load(name: string, kept?: string): Template {
    const template = asTemplate(name, inBothLanguages(readTemplate(join(this.settings.templatesDir, name), kept)));
    if (template.name !== name) throw new TemplateError(name, `its name says ${template.name}`);
    if (kept !== undefined && template.version !== kept) throw new TemplateError(name, `what is kept of ${kept} says it is ${template.version}`);
    const cards = SLOTS.map((slot) => this.#checkSlot(template, slot));
    for (const { module, command } of [...template.forms, ...template.samples]) {
      if (!cards.some((card) => card.name === module && card.commands.some((known) => known.name === command)))
        throw new TemplateError(name, `there is no command ${command} in ${module}`);
    }
    for (const { module, query } of template.lookups) {
      if (!cards.some((card) => card.name === module && card.queries.some((known) => known.name === query)))
        throw new TemplateError(name, `there is no query ${query} in ${module}`);
    }
    return template;
  }

  #checkSlot(template: Template, slot: (typeof SLOTS)[number]): ReturnType<typeof cardOf> {
    const { module, version, params } = template.slots[slot];
    const definition: ModuleDefinition =
      this.modules.find(slot, module, version) ?? wrong(template.name, `there is no module ${module}@${version} for the slot ${slot}`);
    try {
      const filled = fillPlaceholders(params, { key: '0'.repeat(63) + '1', name: 'Somebody' }) as JsonObject;
      return cardOf(definition, completeParams(definition as never, filled));
    } catch (error) {
      const { code, facts } = error as { code?: string; facts?: object };
      return wrong(template.name, `slot ${slot}: ${code ?? (error as Error).message} ${JSON.stringify(facts ?? {})}`);
    }
  }
}

function wrong(template: string, reason: string): never {
  throw new TemplateError(template, reason);
}
