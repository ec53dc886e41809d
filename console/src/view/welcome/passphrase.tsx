import type { Ref } from 'preact';

interface PassphraseProps {
  readonly label: string;
  readonly autoComplete: 'new-password' | 'current-password';
  readonly minLength?: number;
  readonly field?: Ref<HTMLInputElement>;
}

/** A field for the passphrase of this device's key. */
export function Passphrase({ label, autoComplete, minLength = 1, field = null }: PassphraseProps) {
  return (
    <>
      {/* Password managers file what they keep under a name. */}
      <input type="text" autoComplete="username" value={location.host} readOnly hidden />
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
