import { harmless } from '@tocsin/record/label/harmless';
import { useEffect, useState } from 'preact/hooks';

interface Attached {
  readonly name: string;
  readonly type: string;
  /** Base64. */
  readonly data: string;
}

/** Whether a value of opened content is an attachment as the kinds have them. */
export function isAttached(value: unknown): value is Attached {
  const { name, type, data } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return [name, type, data].every((each) => typeof each === 'string');
}

/**
 * A file that came with the content: it is saved, never shown here, and forgotten when the record is closed. Of what is no
 * Base64 the name alone is told.
 */
export function AttachedFile({ file: { name, data } }: { readonly file: Attached }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const bytes = bytesOf(data);
    if (bytes === null) return;
    // Whatever it calls itself, nothing here runs it.
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [data]);
  const called = harmless(name);
  if (address === undefined) return <span>{called}</span>;
  return (
    <a href={address} download={called}>
      {called}
    </a>
  );
}

function bytesOf(data: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
