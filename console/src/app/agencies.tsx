import { agencyName } from './directory.ts';

/** Agencies by their names, each with the code that keys and signatures are proved by: a name is the gateway's word. */
export const Agencies = ({ codes }: { readonly codes: readonly string[] }) => (
  <>
    {codes.map((code, index) => (
      <span key={code}>
        {index > 0 && ', '}
        {agencyName(code)} <span class="code">{code}</span>
      </span>
    ))}
  </>
);
