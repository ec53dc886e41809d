import type { Client } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';
import { decodeBlock, type FabricBlock, Message } from '@tocsin/fabric-block';

export interface DeliverOrder {
  readonly client: Client;
  /** Unsigned request for blocks (Envelope) as the client library makes it. */
  readonly request: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
  /** Number of the last block wanted; null for all that will ever come. */
  readonly last: bigint | null;
  readonly signal: AbortSignal;
}

/**
 * Blocks from the peer's event service (`protos.Deliver/Deliver`), each as its bytes came. The client library's own
 * stream takes blocks apart and would have to put them together again, and knows no last block.
 * Ends when aborted or after the last block. @throws Error of gRPC when the stream breaks; BlockError
 */
export async function* deliver({ client, request, sign, last, signal }: DeliverOrder): AsyncGenerator<FabricBlock> {
  if (signal.aborted) return;
  const call = client.makeBidiStreamRequest('/protos.Deliver/Deliver', bytes, bytes);
  const cancel = () => call.cancel();
  // A cancelled call also raises its error when nobody listens any more.
  call.on('error', () => undefined);
  signal.addEventListener('abort', cancel);
  try {
    call.write(Buffer.from(signedRequest(request, last, sign)));
    for await (const response of call) {
      const block = blockIn(response);
      yield block;
      if (block.number === last) return;
    }
    throw new Error('the peer ended its stream of blocks');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

const bytes = (message: Buffer): Buffer => message;

function signedRequest(unsigned: Uint8Array, last: bigint | null, sign: DeliverOrder['sign']): Uint8Array {
  const envelope = common.Envelope.deserializeBinary(unsigned);
  if (last !== null) envelope.setPayload(upTo(envelope.getPayload_asU8(), last));
  envelope.setSignature(sign(envelope.getPayload_asU8()));
  return envelope.serializeBinary();
}

function upTo(payload: Uint8Array, last: bigint): Uint8Array {
  const read = common.Payload.deserializeBinary(payload);
  const seek = orderer.SeekInfo.deserializeBinary(read.getData_asU8());
  const specified = new orderer.SeekSpecified();
  specified.setNumber(Number(last));
  const stop = new orderer.SeekPosition();
  stop.setSpecified(specified);
  seek.setStop(stop);
  read.setData(seek.serializeBinary());
  return read.serializeBinary();
}

/** `protos.DeliverResponse`: a block, or a status that ends the stream. */
function blockIn(response: Buffer): FabricBlock {
  const message = new Message(response);
  if (!message.has(2)) throw new Error(`the peer sends no blocks: status ${message.unsigned(1)}`);
  return decodeBlock(message.bytes(2));
}
