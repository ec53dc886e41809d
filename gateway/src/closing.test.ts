import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { expect, test } from 'vitest';
import { peerIdentity } from '../../test/support/peer-identity.ts';
import { openExchange, openGateway } from '../fixture/gateway.ts';
import { listenToPeers } from './server.ts';

/** A line to a server over which only the first message goes, until it is let go. */
class HeldLine extends Duplex {
  readonly #socket: Socket;
  readonly #free = Promise.withResolvers<void>();
  #begun = false;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (data) => this.push(data));
    socket.on('error', () => undefined);
    socket.on('close', () => this.push(null));
  }

  letGo(): void {
    this.#free.resolve();
  }

  override _read(): void {}

  override _write(data: Buffer, _: BufferEncoding, done: () => void): void {
    const gone = this.#begun ? this.#free.promise : Promise.resolve();
    this.#begun = true;
    void gone.then(() => this.#socket.write(data, () => done()));
  }
}

test('a gateway ends though another one is in the middle of a handshake, and goes on with it', async () => {
  const exchange = await openExchange({ roster: true });
  const { steward, trusteeKey } = exchange.agency('la-fiu');
  const identity = await peerIdentity(exchange.agency('la-fiu'));
  const trusteeKeys = [{ unit: 'duty-desk', epoch: 1, secretKey: trusteeKey.secretKey }];
  const { gateway } = await openGateway(exchange, 'la-fiu', { witness: { steward, identity, trusteeKeys } });
  const listening = await listenToPeers(gateway, { host: '127.0.0.1', port: 0, identity });
  const socket = connectTcp(listening.port, '127.0.0.1');
  const held = new HeldLine(socket);
  const asker = connect({
    socket: held,
    ...(await peerIdentity(exchange.agency('th-police'))),
    rejectUnauthorized: false,
  });
  asker.on('error', () => undefined);
  // The server has answered, and waits for the client's last word.
  await once(asker, 'secureConnect');
  const closed = listening.close();
  const gone = once(socket, 'close');
  held.letGo();
  await closed;
  await gone;
  expect(socket.destroyed).toBe(true);
  await gateway.close();
  await exchange.close();
});
