import type { ChainView, JsonObject, TemplateForm } from '@bystack/api';
import { useRef, useState } from 'react';
import { PayIn } from '../assets/pay-in';
import type { ByPointer } from './refused-fields';
import { Submission, type Submitted } from './submission';

/** Sends commands from one place of a page. `outcome` shows what became of the newest one; `refusedOf` says at which fields a form was refused. */
export function useSubmitting(chain: ChainView) {
  const [submitted, setSubmitted] = useState<Submitted | null>(null);
  const [refused, setRefused] = useState<ByPointer>({});
  const outcome = useRef<HTMLDivElement>(null);
  const submit = (module: string, command: string, payload: JsonObject) => {
    setRefused({});
    setSubmitted({ module, command, payload, number: (submitted?.number ?? 0) + 1 });
    requestAnimationFrame(() => outcome.current?.scrollIntoView({ block: 'nearest' }));
  };
  return {
    submit,
    refusedOf: (form: TemplateForm): ByPointer => (submitted?.command === form.command ? refused : {}),
    isStopped: chain.state === 'stopped' || chain.state === 'stopping',
    outcome: <div ref={outcome}>{submitted !== null && <Submission key={submitted.number} chain={chain} submitted={submitted} onRefused={setRefused} mend={(error) => <PayIn chain={chain} error={error} />} />}</div>,
  };
}
