import type { Command } from '../command';
import { table, when } from '../table';

const templates: Command = {
  name: 'templates list',
  summary: 'list what chains can be made from',
  options: { all: { type: 'boolean', help: 'also versions that new chains are no longer made from, whose rules others may go by still' } },
  async run(call) {
    const page = await call.client().catalogue.templates(call.values.all ? 'all' : 'newest');
    const rows = page.items.map(({ name, version, title, validators, summary }) => [name, version, String(validators), title.en, summary.en]);
    return { json: page.items, text: table(['NAME', 'VERSION', 'VALIDATORS', 'TITLE', 'WHAT IT IS FOR'], rows) };
  },
};

const hosts: Command = {
  name: 'hosts list',
  summary: 'list the machines that run nodes',
  async run(call) {
    const page = await call.client().hosts.list();
    const rows = page.items.map((host) => [host.name, host.state, host.runtime, `${host.nodes}/${host.nodesMax}`, when(host.lastSeenAtMs), host.trouble ?? '', host.id]);
    return { json: page.items, text: table(['NAME', 'STATE', 'RUNTIME', 'NODES', 'LAST SEEN', 'TROUBLE', 'ID'], rows) };
  },
};

const joinToken: Command = {
  name: 'hosts join-token',
  summary: 'let one more machine join',
  details: 'The token works once and for a short time. Run the printed command on the new machine.',
  async run(call) {
    const created = await call.client().hosts.createJoinToken();
    return { json: created, text: `${created.command}\n\nValid until ${when(created.expiresAtMs)}, for one machine.` };
  },
};

export const catalogueCommands = [templates, hosts, joinToken];
