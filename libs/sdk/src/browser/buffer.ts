import { Buffer } from 'buffer/';

// The codecs work on Node's Buffer; this one is its twin. It must be there before anything else of chain-core is loaded.
(globalThis as { Buffer?: unknown }).Buffer ??= Buffer;
