import type { ChainView, TemplateForm } from '@bystack/api';
import { useRef, useState } from 'react';
import { PayIn } from '../assets/pay-in';
import type { ByPointer } from './refused-fields';
import { Submission, type Submitted } from './submission';
import type { OnSubmit } from './submit';

/** Sends commands from one place of a page. `outcome` shows what became of the newest one; `refusedOf` says at which fields a form was refused. */
export function useSubmitting(chain: ChainView) {
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const [refused, setRefused] = useState<ByPointer>({});
  const outcome = useRef<HTMLDivElement>(null);
  const submit: OnSubmit = (module, command, payload, form) => {
    setRefused({});
    setSubmitted({ module, command, payload, form, number: (submitted?.number ?? 0) + 1 });
    requestAnimationFrame(() => outcome.current?.scrollIntoView({ block: 'nearest' }));
  };
  return {
    submit,
    refusedOf: (form: TemplateForm): ByPointer => (submitted?.command === form.command ? refused : {}),
    isStopped: chain.state === 'stopped' || chain.state === 'stopping',
    outcome: <div ref={outcome}>{submitted !== null && <Submission key={submitted.number} chain={chain} submitted={submitted} onRefused={setRefused} mend={(error) => <PayIn chain={chain} error={error} />} />}</div>,
  };
}
