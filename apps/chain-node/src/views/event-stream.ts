import { Readable } from 'node:stream';
import type { ChainNode } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeBlockResult, decodeResult } from '@bystack/chain-core/protocol/codec';
import { blockSummary } from './block-view';
import { eventView } from './transaction-view';

const QUIET_MS = 15_000;

/**
 * Server-sent events from a height on, then as blocks become final: `final` for each block, `event` for each event of its modules. Blocks
 * are read when the reader is ready for them, so a slow reader costs nothing and misses nothing.
 */
export function eventStream(node: ChainNode, fromHeight: number): Readable {
  const stopped = new AbortController();
  const stream = Readable.from(events(node, fromHeight, stopped.signal), { objectMode: false });
  stream.once('close', () => stopped.abort());
  return stream;
}

async function* events(node: ChainNode, fromHeight: number, stopped: AbortSignal): AsyncGenerator<string> {
  yield ': the chain goes on\n\n';
  for (let height = fromHeight; !stopped.aborted; ) {
    if (height > 0 && height < node.reader.keptFrom) return; // Pruned while the reader was slow: asked for again, it is refused in words.
    if (height <= node.reader.finalHeight) {
      yield blockEvents(node, height);
      height += 1;
    } else if (!(await somethingFinal(node, stopped)) && !stopped.aborted) yield ': quiet\n\n';
  }
}

/** @returns false when nothing happened for a while, or when the reader left. */
function somethingFinal(node: ChainNode, stopped: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (happened: boolean) => {
      clearTimeout(timer);
      unlisten();
      stopped.removeEventListener('abort', onAbort);
      resolve(happened);
    };
    const onAbort = () => end(false);
    const timer = setTimeout(() => end(false), QUIET_MS).unref();
    const unlisten = node.onFinal(() => end(true));
    stopped.addEventListener('abort', onAbort);
    if (stopped.aborted) end(false);
  });
}

function blockEvents(node: ChainNode, height: number): string {
  const block = node.reader.block(height)!;
  const leaves = node.reader.resultLeaves(height);
  const lines = [message('final', height, blockSummary(node, block.header, block.id, block.bytes.length))];
  for (let i = 0; i < block.transactions.length; i += 1) {
    for (const event of decodeResult(leaves[i]!).events) lines.push(message('event', height, eventView(event, height, toHex(block.transactions[i]!.txId))));
  }
  for (const event of decodeBlockResult(leaves.at(-1)!).events) lines.push(message('event', height, eventView(event, height)));
  return lines.join('');
}

function message(name: string, height: number, data: object): string {
  return `event: ${name}\nid: ${height}\ndata: ${JSON.stringify(data)}\n\n`;
}
