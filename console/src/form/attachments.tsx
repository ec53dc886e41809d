import { useState } from 'preact/hooks';
import { Fault } from '../app/fault.tsx';
import { Told } from '../app/worker.ts';
import { t } from '../text/text.ts';
import type { FieldProps } from './field-props.ts';
import { fieldWord } from './field-word.ts';
import { longestFile } from './schema.ts';

interface Attachment {
  readonly name: string;
  readonly type: string;
  /** Base64. */
  readonly data: string;
}

/** Files that are sealed inside the content; they leave this device with it and in no other way. */
export function Attachments({ schema, name, value, onChange }: FieldProps) {
  const [error, setError] = useState<unknown>(null);
  const attached = Array.isArray(value) ? (value as Attachment[]).filter((each) => typeof each === 'object') : [];
  const add = async (files: readonly File[]): Promise<void> => {
    setError(null);
    // Before it is read: a draft of such a size would stop the page at every key.
    if (files.some(({ size }) => size > longestFile(schema))) throw tooLarge();
    const added = await Promise.all(files.map(attachmentOf));
    onChange([...attached, ...added]);
  };
  return (
    <fieldset>
      <legend>{fieldWord(name)}</legend>
      {attached.map((each) => (
        <p key={each.name} class="row-head">
          <span>{each.name}</span>
          <button type="button" onClick={() => onChange(attached.filter((other) => other !== each))}>
            {t('form.remove', { what: each.name })}
          </button>
        </p>
      ))}
      <label>
        {t('form.add-file')}
        <input
          type="file"
          multiple
          onChange={({ currentTarget }) => add([...(currentTarget.files ?? [])]).catch(setError)}
        />
      </label>
      <Fault error={error} />
    </fieldset>
  );
}

const tooLarge = (): Told => new Told({ code: 'TOO_LARGE', message: '', hint: '', status: null });

async function attachmentOf(file: File): Promise<Attachment> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, type: file.type || 'application/octet-stream', data: bytes.toBase64() };
}
