import { type Inner, openGranted, openRewrapped } from '@tocsin/envelope';
import { ApiError } from '@tocsin/gateway/api';
import { ACCESS_MINUTES } from '@tocsin/record';
import { DeviceError } from './error.ts';
import type { Session } from './session.ts';
import type { Locked } from './shares.ts';

type Granted = Omit<Locked, 'reader' | 'answers' | 'ask'>;

/**
 * Break glass: opens a witnessed file with the key that its author's gateway hands over, once an officer of that agency has
 * granted the access before every member's eyes. Waits for the grant, block by block, for as long as the access is young.
 * @throws DeviceError NOT_GRANTED_IN_TIME; ApiError, EnvelopeError
 */
export async function openByGrant(session: Session, { access, head, file, oneTime, trust }: Granted): Promise<Inner> {
  const wrapped = await grantedKey(session, access, oneTime.publicKey);
  const bound = { access, file: head.id, fileHash: head.fileHash };
  const fileKey = openRewrapped(oneTime.secretKey, wrapped, bound);
  return openGranted({ file, head, fileKey, me: session.agency, trust }).finally(() => fileKey.fill(0));
}

async function grantedKey({ client }: Session, access: string, epk: Uint8Array) {
  const { checkpoint } = await client.me();
  const deadline = AbortSignal.timeout(ACCESS_MINUTES * 60_000);
  const asked = () => client.grantedKey(access, epk).catch(ifNotGranted);
  const at = await asked();
  if (at !== null) return at;
  const after = `${checkpoint?.number ?? '0'}.999999999`;
  for await (const event of client.events({ after, signal: deadline })) {
    if (event.type !== 'block') continue;
    const wrapped = await asked();
    if (wrapped !== null) return wrapped;
  }
  throw new DeviceError('NOT_GRANTED_IN_TIME', access);
}

function ifNotGranted(error: unknown): null {
  if (error instanceof ApiError && error.code === 'NOT_GRANTED') return null;
  throw error;
}
