export { tlsIdentity } from './certificate';
export type { Message } from './frame';
export { NETWORK } from './limits';
export type { MessageKind } from './messages';
export { Network } from './network';
export type { NetworkOptions, NetworkParts } from './network';
export type { PeerAddress } from './wanted-peers';
