import { t } from '../text/text.ts';
import type { TextKey } from '../text/words.ts';
import { Told } from './worker.ts';

const own: Readonly<Record<string, TextKey>> = {
  CODE_DIFFERS: 'fault.code-differs',
  WRONG_PASSPHRASE: 'fault.wrong-passphrase',
  DEVICE_CHANGED: 'fault.device-changed',
  UNAUTHENTICATED: 'fault.not-enrolled',
  UNKNOWN_OFFICER: 'fault.not-enrolled',
  OFFICER_REVOKED: 'fault.revoked',
  BAD_PKCS12: 'fault.bad-pkcs12',
  UNSUPPORTED_KEY: 'fault.unsupported-key',
  BAD_OFFICER_CERTIFICATE: 'fault.other-certificate',
  WRONG_AGENCY: 'fault.wrong-agency',
  NO_ROOT: 'fault.no-root',
  TOO_LARGE: 'fault.too-large',
  NOT_READY: 'shell.line-down',
};

/** A refusal as people are told it: what happened, what to do, and the code to look up. */
export function Fault({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const { code, message, hint } = error instanceof Told ? error : new Told({ ...unknown });
  const key = own[code];
  return (
    <div role="alert" class="fault">
      <p>
        {key === undefined ? message || t('fault.unknown') : t(key)} <span class="code">[{code}]</span>
      </p>
      {key === undefined && hint !== '' && <p class="quiet">{hint}</p>}
    </div>
  );
}

const unknown = { code: 'INTERNAL', message: '', hint: '', status: null };
