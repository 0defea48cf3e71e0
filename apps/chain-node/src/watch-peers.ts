import { watch } from 'node:fs';
import type { PeerAddress } from '@bystack/api';
import { BadConfig } from './bad-config';
import { readPeers } from './read-folder';

export interface WatchPeersParts {
  onPeers(peers: readonly PeerAddress[]): void;
  /** The file cannot be used; what was read before stays in force. */
  onTrouble(what: string): void;
}

/** Follows peers.json, which is replaced as a whole. @returns how to stop. */
export function watchPeers(dir: string, parts: WatchPeersParts): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const reread = () => {
    waiting = undefined;
    try {
      parts.onPeers(readPeers(dir));
    } catch (error) {
      if (!(error instanceof BadConfig)) throw error;
      parts.onTrouble(error.message);
    }
  };
  // The folder, not the file: a replaced file is another file. Several notices of one replacement are taken as one.
  const watcher = watch(dir, (_event, name) => {
    if (name === 'peers.json') waiting ??= setTimeout(reread, 20);
  });
  watcher.on('error', (error) => parts.onTrouble(error.message));
  return () => {
    clearTimeout(waiting);
    watcher.close();
  };
}
