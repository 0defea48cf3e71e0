import type { NodeView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Sign, type SignKind } from '../../../parts/sign';

const NODE_SIGN: Readonly<Record<NodeView['state'], SignKind>> = {
  absent: 'still', preparing: 'busy', starting: 'busy', running: 'good', stopping: 'busy', stopped: 'still', failed: 'bad', removing: 'busy', unknown: 'unknown',
};

export function NodeSign({ node }: { readonly node: NodeView }) {
  const { t } = useTranslation();
  return <Sign kind={NODE_SIGN[node.state]}>{t(`nodeState.${node.state}`)}</Sign>;
}
