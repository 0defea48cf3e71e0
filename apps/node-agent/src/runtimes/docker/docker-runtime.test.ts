import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Docker from 'dockerode';
import { makeKeys } from '../../keys/make-keys';
import { genesisFor, MB } from '../../testing/wishes';
import { NODE_ENVIRONMENT, nodeArguments } from '../how-node-runs';
import { runtimeContract } from '../runtime-contract';
import { DockerRuntime } from './docker-runtime';
import { Instance, LABELS, NODE_FOLDER, NODE_OWNER } from './names';
import { tar } from './tar';

const docker = new Docker();
let folder: string;
let instance: Instance;
const REPOSITORY = 'bystack/stand-in';
const open = (change: object = {}) => new DockerRuntime({ instance, softwareVersion: 'test', imageRepository: REPOSITORY, ...change }, docker);
const container = (nodeId: string) => docker.getContainer(instance.nodeName(nodeId));

/** Decided before tests are collected, so that a suite without an engine is counted, and named, as skipped. */
const suite = process.env.DOCKER_HOST !== undefined || process.env.BYSTACK_REQUIRE_DOCKER === '1' ? describe : describe.skip;

suite('the docker runtime (skipped unless DOCKER_HOST names an engine: run it with test/support/dockerd.sh)', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bystack-docker-'));
    instance = Instance.open(folder);
    execFileSync(process.execPath, [resolve(__dirname, '../../testing/stand-in-image.mjs'), REPOSITORY, 'test'], { stdio: 'inherit' });
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await docker.getImage(`${REPOSITORY}:test`).remove({ force: true });
  });

  runtimeContract(() => ({
    open: () => Promise.resolve(open()),
    misbehave: async (nodeId, how) => {
      await container(nodeId).putArchive(tar([{ name: 'data/behave.json', content: JSON.stringify(how), mode: 0o600 }], NODE_OWNER), { path: NODE_FOLDER });
    },
    kill: async (local) => void process.kill((await container(local.nodeId).inspect()).State.Pid, 'SIGKILL'),
    freePort: () => Promise.resolve(31000),
    traces: async () => {
      const filters = { label: [`${LABELS.instance}=${instance.id}`] };
      const [containers, { Volumes }, networks] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listVolumes({ filters }), docker.listNetworks({ filters })]);
      return [...containers.map((found) => found.Id), ...(Volumes ?? []).map((found) => found.Name), ...networks.map((found) => found.Name)];
    },
  }));

  async function nodeOfOne(runtime: DockerRuntime, nodeId: string): Promise<{ readonly nodeSeed: string; readonly votingSeed: string }> {
    const keys = makeKeys();
    const { chainId, bytes } = genesisFor([keys]);
    const limits = { memoryBytes: 256 * MB, cpuShare: 0.5, pids: 48 };
    await runtime.prepare({ nodeId, chainId, nodeKey: keys.nodeKey, softwareVersion: 'test', limits, port: 1, address: 'a:1' }, { ...keys, genesis: bytes, peers: [] });
    return keys;
  }

  it('confines a node: no capability, no way up, read-only, its limits, its own volume and network and nothing else', async () => {
    const runtime = open();
    await nodeOfOne(runtime, 'confined');
    await runtime.start('confined');
    const { Config, HostConfig, Mounts, NetworkSettings } = await container('confined').inspect();
    expect(Config.User).toBe('65532:65532');
    expect(Config.Cmd).toEqual(expect.arrayContaining(nodeArguments(256 * MB)));
    expect(Config.Env).toEqual(expect.arrayContaining(Object.entries(NODE_ENVIRONMENT).map(([name, value]) => `${name}=${value}`)));
    expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, Privileged: false, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges:true'], RestartPolicy: { Name: 'unless-stopped' }, Memory: 256 * MB, MemorySwap: 256 * MB, NanoCpus: 5e8, PidsLimit: 48 });
    expect(HostConfig.Binds ?? []).toEqual([]);
    expect(HostConfig.PidMode + HostConfig.UTSMode!).toBe('');
    expect(Mounts).toEqual([expect.objectContaining({ Type: 'volume', Name: instance.nodeName('confined'), Destination: NODE_FOLDER })]);
    expect(Object.keys(NetworkSettings.Networks)).toEqual([expect.stringMatching(/^bystack-.*-chain-/)]);
    expect((await docker.getNetwork(Object.keys(NetworkSettings.Networks)[0]!).inspect()).Internal).toBe(true);
    await runtime.remove('confined', true);
    await runtime.close();
  });

  it('shows no secret to whoever inspects it, and keeps keys unreadable for others', async () => {
    const runtime = open();
    const { nodeSeed, votingSeed } = await nodeOfOne(runtime, 'secret');
    await runtime.start('secret');
    const shown = JSON.stringify([await container('secret').inspect(), await docker.getVolume(instance.nodeName('secret')).inspect()]);
    for (const secret of [nodeSeed, votingSeed, instance.rpcToken('secret')]) expect(shown).not.toContain(secret);
    const exec = await container('secret').exec({ AttachStdout: true, Cmd: ['/bin/node', '-e', "const s=require('fs').statSync('/node/keys/voting.key');console.log((s.mode&0o777).toString(8),s.uid,process.getuid())"] });
    const output: Buffer[] = [];
    for await (const part of (await exec.start({})) as AsyncIterable<Buffer>) output.push(part);
    expect(Buffer.concat(output).toString()).toContain('400 65532 65532');
    await runtime.remove('secret', true);
    await runtime.close();
  });

  it('a node whose making was interrupted is not prepared, and is made again', async () => {
    const runtime = open();
    await nodeOfOne(runtime, 'half');
    await container('half').rename({ name: `${instance.nodeName('half')}-making` });
    expect((await runtime.list()).find((node) => node.nodeId === 'half')).toMatchObject({ life: 'none', volume: true });
    expect((await runtime.list()).find((node) => node.nodeId === 'half')?.spec).toBeUndefined();
    await nodeOfOne(runtime, 'half');
    await runtime.start('half');
    await runtime.remove('half', true);
    expect((await docker.listContainers({ all: true, filters: { label: [`${LABELS.instance}=${instance.id}`] } })).length).toBe(0);
    await runtime.close();
  });

  it('says what is missing: the image, the engine', async () => {
    expect((await open({ softwareVersion: 'never built' }).describe()).trouble).toContain('npm run image');
    const nobody = new DockerRuntime({ instance, softwareVersion: 'test', imageRepository: REPOSITORY }, new Docker({ socketPath: '/nowhere.sock' }));
    expect((await nobody.describe()).trouble).toContain('Docker does not answer');
    await expect(nobody.start('x')).rejects.toMatchObject({ code: 'RUNTIME_UNAVAILABLE' });
  });
});
