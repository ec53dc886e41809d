import { kinds, type RecordHead } from '@tocsin/record';

/** Where a record stands in the words that every procedure shares. */
export interface Steps {
  readonly ended: boolean;
  acknowledged(progress: string): boolean;
  answered(progress: string): boolean;
}

/** Read from the kind's procedure; a kind newer than this gateway counts as acknowledged once its progress moved. */
export function stepsOf(head: Pick<RecordHead, 'kind' | 'state' | 'ended' | 'progress'>): Steps {
  const procedure = kinds.find(({ name }) => name === head.kind)?.procedure;
  const awaiting = procedure?.awaiting ?? 'awaiting';
  const answered = procedure?.steps['follow-up']?.progress?.to ?? 'answered';
  return {
    ended: head.ended !== null,
    acknowledged: (progress) => progress !== awaiting,
    answered: (progress) => progress === answered,
  };
}
