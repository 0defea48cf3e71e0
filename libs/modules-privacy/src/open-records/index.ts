import { defineModule } from '@bystack/chain-core/module';

/** Nothing is hidden from those who may read the chain. */
export const openRecords = defineModule({
  name: 'open-records',
  version: '1.0.0',
  slot: 'privacy',
  title: { en: 'Open records', zh: '公开记录' },
  summary: {
    en: 'Everybody with a seat on the chain sees every record. Put a salted hash on the chain where the content itself must stay private.',
    zh: '链上每个席位都能看到所有记录。若内容本身必须保密，请只上链加盐哈希。',
  },
  params: { type: 'object', properties: {}, additionalProperties: false },
});
