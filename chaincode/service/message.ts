import { peer } from '@hyperledger/fabric-protos';

export const { Type } = peer.ChaincodeMessage;
export type MessageType = peer.ChaincodeMessage.TypeMap[keyof peer.ChaincodeMessage.TypeMap];

/** Which transaction a message belongs to. */
export interface Belonging {
  readonly channel: string;
  readonly transaction: string;
}

export const belongingOf = (message: peer.ChaincodeMessage): Belonging => ({
  channel: message.getChannelId(),
  transaction: message.getTxid(),
});

/** One key for both: the same transaction identifier may stand on two channels. */
export const keyOf = ({ channel, transaction }: Belonging): string => `${channel}\n${transaction}`;

export function messageOf(type: MessageType, payload: Uint8Array, to?: Belonging): peer.ChaincodeMessage {
  const message = new peer.ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload);
  message.setChannelId(to?.channel ?? '');
  message.setTxid(to?.transaction ?? '');
  return message;
}

/** The end of a transaction: what the client gets to see. */
export function completed(to: Belonging, answer: { status: number; text: string; payload: Uint8Array }) {
  const response = new peer.Response();
  response.setStatus(answer.status);
  response.setMessage(answer.text);
  response.setPayload(answer.payload);
  return messageOf(Type.COMPLETED, response.serializeBinary(), to);
}
