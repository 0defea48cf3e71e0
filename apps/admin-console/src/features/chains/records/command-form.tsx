import type { ChainView, TemplateForm } from '@bystack/api';
import { RecordForm } from './record-form';
import { useSubmitting } from './use-submitting';

/** A form, and below it what became of what was sent with it, or with the one that stood here before. */
export function CommandForm({ chain, form }: { readonly chain: ChainView; readonly form: TemplateForm }) {
  const { submit, refusedOf, isStopped, outcome } = useSubmitting(chain);
  return (
    <>
      <RecordForm key={form.name} chain={chain} form={form} refused={refusedOf(form)} disabled={isStopped} onSubmit={submit} />
      {outcome}
    </>
  );
}
