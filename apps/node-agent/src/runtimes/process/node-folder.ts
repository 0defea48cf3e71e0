import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeSettings, PeerAddress, SeenBefore } from '@bystack/api';
import { makeFolder, readJsonIfAny, readTextIfAny, syncFolder, writeFileAtomic, writeJsonAtomic } from '../../files/atomic';
import type { NodeFiles, NodeSpec } from '../../wish/node-spec';
import { LogFile } from './log-file';
import type { ProcessId } from '../../files/proc';

/** The process last started for a node. */
export interface Run extends ProcessId {
  readonly startedAtMs: number;
  readonly restarts: number;
  /** Known once it said that it serves. */
  readonly rpcPort?: number;
}

/**
 * nodes/<nodeId>/ of the process runtime: spec.json (there when prepared), run.json, logs/, and volume/, which is the node's own folder
 * and the only one it is told of.
 */
export class NodeFolder {
  readonly volume: string;
  readonly log: LogFile;

  constructor(private readonly folder: string) {
    this.volume = join(folder, 'volume');
    this.log = new LogFile(join(folder, 'logs'));
  }

  get spec(): NodeSpec | undefined {
    return readJsonIfAny<NodeSpec>(join(this.folder, 'spec.json'));
  }
  get run(): Run | undefined {
    return readJsonIfAny<Run>(join(this.folder, 'run.json'));
  }
  set run(run: Run) {
    writeJsonAtomic(join(this.folder, 'run.json'), run);
  }
  get hasVolume(): boolean {
    return existsSync(this.volume);
  }
  get rpcToken(): string {
    return readTextIfAny(join(this.volume, 'rpc.token')) ?? '';
  }

  /** spec.json comes last: without it the folder counts as not prepared and is written again. */
  prepare(spec: NodeSpec, settings: NodeSettings, files: NodeFiles): void {
    for (const name of ['', 'volume', 'volume/keys', 'volume/data', 'logs']) makeFolder(join(this.folder, name));
    rmSync(join(this.folder, 'spec.json'), { force: true });
    const write = (name: string, content: string | Uint8Array, mode = 0o600) => writeFileAtomic(join(this.volume, name), content, mode);
    write('keys/node.key', files.nodeSeed, 0o400);
    write('keys/voting.key', files.votingSeed, 0o400);
    if (this.rpcToken === '') write('rpc.token', randomBytes(32).toString('hex'));
    write('genesis.json', files.genesis);
    write('node.json', JSON.stringify(settings));
    this.putPeers(files.peers);
    writeJsonAtomic(join(this.folder, 'spec.json'), spec);
  }

  putPeers(peers: readonly PeerAddress[]): void {
    writeFileAtomic(join(this.volume, 'peers.json'), JSON.stringify(peers));
  }

  putSeen(seen: SeenBefore | null): void {
    writeFileAtomic(join(this.volume, 'seen.json'), JSON.stringify(seen));
  }

  /** With `volume` the folder is first renamed away, in one step, so that a crash leaves either the whole node or rubbish that is swept. */
  remove(volume: boolean): void {
    if (!volume) {
      for (const name of ['spec.json', 'run.json', 'logs']) rmSync(join(this.folder, name), { recursive: true, force: true });
      return;
    }
    if (!existsSync(this.folder)) return;
    const parent = join(this.folder, '..');
    const rubbish = join(parent, `.removed-${randomBytes(8).toString('hex')}`);
    renameSync(this.folder, rubbish);
    syncFolder(parent);
    rmSync(rubbish, { recursive: true, force: true });
  }
}

/** Finishes removals that a crash interrupted. */
export function sweepRubbish(nodesFolder: string): void {
  for (const name of readdirSync(nodesFolder)) if (name.startsWith('.removed-')) rmSync(join(nodesFolder, name), { recursive: true, force: true });
}
