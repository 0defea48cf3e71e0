// The inside of an image without any distribution: programs, the shared libraries they link to, and a user.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const NODE_USER = 65532;

/** A folder that becomes an image's root file system. */
export class RootFs {
  /** @param {string} folder empty */
  constructor(folder) {
    this.folder = folder;
    for (const name of ['tmp', 'etc', 'bin', 'app', 'proc', 'sys', 'dev']) mkdirSync(join(folder, name), { recursive: true });
    chmodSync(join(folder, 'tmp'), 0o1777);
    writeFileSync(join(folder, 'etc/passwd'), `root:x:0:0:root:/:/nologin\nbystack:x:${NODE_USER}:${NODE_USER}:bystack:/tmp:/nologin\n`);
    writeFileSync(join(folder, 'etc/group'), `root:x:0:\nbystack:x:${NODE_USER}:\n`);
    writeFileSync(join(folder, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  }

  /** This Node.js, as /bin/node. */
  addNode() {
    copyFileSync(process.execPath, join(this.folder, 'bin/node'));
    chmodSync(join(this.folder, 'bin/node'), 0o755);
    this.addLibrariesOf([process.execPath]);
    // Names of hosts are looked up by libraries that are loaded by name, which no program lists.
    const besides = dirname(librariesOf(process.execPath).find((path) => path.includes('libc.so')) ?? '/lib');
    for (const name of ['libnss_files.so.2', 'libnss_dns.so.2', 'libresolv.so.2']) this.#addLibrary(join(besides, name));
  }

  addProgram(from, to) {
    copyFileSync(realpathSync(from), join(this.folder, to));
    chmodSync(join(this.folder, to), 0o755);
    this.addLibrariesOf([from]);
  }

  add(from, to) {
    cpSync(from, join(this.folder, to), { recursive: true, dereference: true });
  }

  /** Copies shared libraries to where the programs look for them. */
  addLibrariesOf(programs) {
    for (const program of programs) for (const library of librariesOf(program)) this.#addLibrary(library);
  }

  /** The libraries of every compiled file below a folder of the image. */
  addLibrariesBelow(inside) {
    const files = readdirSync(join(this.folder, inside), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /\.(node|so[.\d]*)$/.test(entry.name) && !entry.name.includes('musl'));
    this.addLibrariesOf(files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)));
  }

  #addLibrary(path) {
    // A library that was put into the image with its program is where it should be.
    if (path.startsWith(`${this.folder}/`)) return;
    try {
      const to = join(this.folder, path);
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(realpathSync(path), to);
      chmodSync(to, 0o755);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
}

/** Paths of the shared libraries a program links to, the loader included. */
function librariesOf(program) {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path);
}
