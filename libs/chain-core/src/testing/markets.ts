import type { AnyModule } from '../module/active-module';
import type { Migration } from '../module';
import { marketOf } from './market-module';

/** Where each stock is comes along, and what lies there, under other names of locks maybe. */
export function takingOver(takesOver: Readonly<Record<string, string>> | undefined): Migration<object> {
  return {
    stores: ['reserves'], ...(takesOver && { takesOver }),
    entry: ({ state }, { store, key, value }) => (value === undefined ? state.delete(store, key) : state.put(store, key, value)),
  };
}
const SAME = { stock: 'stock', till: 'till' };
const TO_BAZAAR = { stock: 'shelf', till: 'drawer' };
const TO_MARKET = { shelf: 'stock', drawer: 'till' };
/** The shelf and the till have changed names with each other: what names stay says nothing. */
const TO_STALL = { shelf: 'till', drawer: 'shelf' };

const bazaar = marketOf({ name: 'bazaar', stock: 'shelf', till: 'drawer', migrateFrom: { 'market@1.0.0': takingOver(TO_BAZAAR), 'market@2.0.0': takingOver(TO_BAZAAR), 'market@3.0.0': takingOver(TO_BAZAAR) } });
const stall = marketOf({ name: 'stall', stock: 'till', till: 'shelf', migrateFrom: { 'bazaar@1.0.0': takingOver(TO_STALL) } });

/** Markets that take each other's place: with what they hold for all, without saying so, in part only, and one whose migration breaks down. The first begins a chain. */
export const MARKETS = [
  marketOf(),
  marketOf({ version: '2.0.0', migrateFrom: { 'market@1.0.0': takingOver(SAME), 'bazaar@1.0.0': takingOver(TO_MARKET), 'stall@1.0.0': takingOver({ till: 'stock', shelf: 'till' }) } }),
  marketOf({ version: '3.0.0', migrateFrom: { 'market@2.0.0': takingOver(SAME) } }),
  bazaar, stall,
  marketOf({ name: 'silent', migrateFrom: { 'market@1.0.0': takingOver(undefined) } }),
  marketOf({ name: 'hasty', migrateFrom: { 'market@1.0.0': takingOver({ stock: 'stock' }) } }),
  marketOf({ name: 'clumsy', migrateFrom: { 'market@1.0.0': { ...takingOver(SAME), entry: () => JSON.parse('{') as never } } }),
] as unknown as readonly AnyModule[];
