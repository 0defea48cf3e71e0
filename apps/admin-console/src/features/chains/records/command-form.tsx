import type { ChainView, JsonObject, TemplateForm } from '@bystack/api';
import { useRef, useState } from 'react';
import { PayIn } from '../assets/pay-in';
import { RecordForm } from './record-form';
import type { ByPointer } from './refused-fields';
import { Submission, type Submitted } from './submission';

/** A form, and below it what became of what was sent with it, or with the one that stood here before. */
export function CommandForm({ chain, form }: { readonly chain: ChainView; readonly form: TemplateForm }) {
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const [refused, setRefused] = useState<ByPointer>({});
  const outcome = useRef<HTMLDivElement>(null);
  const submit = (module: string, command: string, payload: JsonObject) => {
    setRefused({});
    setSubmitted({ module, command, payload, number: (submitted?.number ?? 0) + 1 });
    requestAnimationFrame(() => outcome.current?.scrollIntoView({ block: 'nearest' }));
  };
  const isStopped = chain.state === 'stopped' || chain.state === 'stopping';
  return (
    <>
      <RecordForm key={form.name} chain={chain} form={form} refused={submitted?.command === form.command ? refused : {}} disabled={isStopped} onSubmit={submit} />
      <div ref={outcome}>{submitted !== null && <Submission key={submitted.number} chain={chain} submitted={submitted} onRefused={setRefused} mend={(error) => <PayIn chain={chain} error={error} />} />}</div>
    </>
  );
}
