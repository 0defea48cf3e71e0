import { defineModule } from '@bystack/chain-core/module';

/** The chain stands alone. */
export const none = defineModule({
  name: 'none',
  version: '1.0.0',
  slot: 'crosschain',
  title: { en: 'No links', zh: '无跨链' },
  summary: { en: 'This chain exchanges nothing with other chains.', zh: '本链不与其他链交换任何内容。' },
  params: { type: 'object', properties: {}, additionalProperties: false },
});
