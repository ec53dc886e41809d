import type { ComponentChild, Ref } from 'preact';

interface PassphraseProps {
  readonly label: string;
  readonly autoComplete: 'new-password' | 'current-password';
  readonly minLength?: number;
  readonly field?: Ref<HTMLInputElement>;
  /** Null where the form has begun with it. */
  readonly account?: ComponentChild;
}

/** A field for the passphrase of this device's key. */
export function Passphrase({
  label,
  autoComplete,
  minLength = 1,
  field = null,
  account = <Account />,
}: PassphraseProps) {
  return (
    <>
      {account}
      <label>
        {label}
        <input
          ref={field}
          type="password"
          name="passphrase"
          required
          minLength={minLength}
          autoComplete={autoComplete}
        />
      </label>
    </>
  );
}

/** Password managers file what they keep under a name, which comes before every password of a form. */
export const Account = () => <input type="text" autoComplete="username" value={location.host} readOnly hidden />;
