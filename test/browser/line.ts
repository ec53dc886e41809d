import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line between a browser and a gateway that can be cut, and mended at the same address. */
export class Line {
  readonly port: number;
  readonly #to: number;
  #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, to: number) {
    this.#server = server;
    this.#to = to;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket) => this.#join(socket));
  }

  static async to(origin: string): Promise<Line> {
    const server = createServer();
    await listening(server, 0);
    return new Line(server, Number(new URL(origin).port));
  }

  get origin(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  /** Ends every connection and takes no other. */
  cut(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async mend(): Promise<void> {
    this.#server = createServer((socket) => this.#join(socket));
    await listening(this.#server, this.port);
  }

  #join(socket: Socket): void {
    const other = connect(this.#to, '127.0.0.1');
    for (const [one, peer] of [
      [socket, other],
      [other, socket],
    ] as const) {
      this.#sockets.add(one);
      one.pipe(peer);
      one.on('error', () => peer.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        peer.destroy();
      });
    }
  }
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
