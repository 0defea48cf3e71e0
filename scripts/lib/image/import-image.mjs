// Hands a root file system to the engine as an image. No registry, no builder, no base image.
import { spawn } from 'node:child_process';
import Docker from 'dockerode';

/**
 * @param {string} folder the root file system
 * @param {{repo: string, tag: string, changes: string[]}} image `changes` are Dockerfile lines: ENTRYPOINT, USER, ENV, LABEL …
 * @returns {Promise<{id: string, bytes: number}>}
 */
export async function importImage(folder, { repo, tag, changes }) {
  const docker = new Docker();
  const tar = spawn('tar', ['-C', folder, '--numeric-owner', '--sort=name', '-cf', '-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const answer = await docker.importImage(tar.stdout, { repo, tag, changes });
  const done = new Promise((resolve, reject) => docker.modem.followProgress(answer, (error, events) => (error ? reject(error) : resolve(events))));
  const events = await done;
  const failed = events.find((event) => event.error);
  if (failed) throw new Error(failed.error);
  const { Id, Size } = await docker.getImage(`${repo}:${tag}`).inspect();
  return { id: Id, bytes: Size };
}
