import { type Identity, Message } from '@tocsin/fabric-block';

/** The creator in a `common.SignatureHeader`. @throws BlockError, TypeError */
export function creatorIn(header: Uint8Array): Identity {
  const bytes = new Message(header).bytes(1);
  const identity = new Message(bytes);
  return { mspid: identity.text(1), certificate: identity.text(2), bytes };
}
