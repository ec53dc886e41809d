import { common, gateway, peer } from '@hyperledger/fabric-protos';

/**
 * An endorsed transaction with one more endorsement by something that is no identity, as only a client of its own making
 * sends it. Peers pass over the endorsement; the lawful ones suffice.
 * @param endorsed bytes of `Transaction.getBytes` @returns bytes for `Gateway.newTransaction`
 */
export function withGarbledEndorser(endorsed: Uint8Array): Uint8Array {
  const prepared = gateway.PreparedTransaction.deserializeBinary(endorsed);
  const envelope = prepared.getEnvelope() ?? new common.Envelope();
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const transaction = peer.Transaction.deserializeBinary(payload.getData_asU8());
  for (const action of transaction.getActionsList()) action.setPayload(garbled(action.getPayload_asU8()));
  payload.setData(transaction.serializeBinary());
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature('');
  prepared.setEnvelope(envelope);
  return prepared.serializeBinary();
}

function garbled(bytes: Uint8Array): Uint8Array {
  const action = peer.ChaincodeActionPayload.deserializeBinary(bytes);
  const nobody = new peer.Endorsement();
  nobody.setEndorser(Uint8Array.of(0x0a, 2, 0xff, 0xff));
  nobody.setSignature(Uint8Array.of(1));
  action.getAction()?.addEndorsements(nobody);
  return action.serializeBinary();
}
