import { connect as connectPlainly } from 'node:net';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Authority,
  identitySide,
  realAuthority,
  type TlsSide,
  tlsAuthorityFile,
  tlsSide,
} from '../../test/support/tls.ts';
import { FakePeer } from '../fixture/fake-peer.ts';
import { ClientAuthority } from './client-authority.ts';
import { type Service, serve } from './server.ts';

let own: Authority;
let foreign: Authority;
let side: TlsSide;
let service: Service;
beforeAll(async () => {
  [own, foreign] = await Promise.all([realAuthority('th-police'), realAuthority('kh-immigration')]);
  side = await tlsSide(own);
  const tls = { ...side, clientAuthority: new ClientAuthority(tlsAuthorityFile(own)) };
  const contract = { invoke: () => Promise.reject(new Error('nobody gets here')) };
  service = await serve({ packageId: 'tocsin_x:0', address: '127.0.0.1:0', tls, contract });
});
afterAll(() => service.close());

/** The name it registers with, or that it does not. */
async function registration(shown: TlsSide | null): Promise<string> {
  const { address } = service;
  const peer = new FakePeer({ address, root: own.root.certificate, side: shown, announce: null, state: new Map() });
  return peer.ready.catch(() => 'refused').finally(() => peer.close());
}

test('only a certificate of the own TLS authority may speak as the peer', async () => {
  expect(await registration(side)).toBe('tocsin_x:0');
  expect(await registration(null)).toBe('refused');
  expect(await registration(await tlsSide(foreign))).toBe('refused');
  expect(await registration(await identitySide(foreign))).toBe('refused');
  // Under the same root, and TLS itself would take it.
  expect(await registration(await identitySide(own))).toBe('refused');
  expect(await registration(side)).toBe('tocsin_x:0');
});

const port = (): number => Number(service.address.split(':')[1]);

test.each([
  ['TLSv1.2', 'refused'],
  ['TLSv1.3', 'TLSv1.3'],
] as const)('%s: %s', async (version, expected) => {
  const options = { key: side.key, cert: side.certificate, ca: own.root.certificate, ALPNProtocols: ['h2'] };
  const spoken = await new Promise((resolve) => {
    const socket = connect({ ...options, host: '127.0.0.1', port: port(), maxVersion: version }, () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.on('error', () => resolve('refused'));
  });
  expect(spoken).toBe(expected);
});

test('nothing is said without TLS', async () => {
  const said = await new Promise((resolve) => {
    const bytes: Buffer[] = [];
    const socket = connectPlainly(port(), '127.0.0.1', () => socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'));
    socket.on('data', (some) => bytes.push(some));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(bytes)));
  });
  // At most a TLS alert (content type 21).
  expect((said as Buffer)[0] ?? 21).toBe(21);
});

test('a file of authorities is a chain up to its root', () => {
  const { tls, root, issuing } = own;
  const file = (...some: { certificate: string }[]) => Buffer.from(some.map((one) => one.certificate).join('\n'));
  expect(new ClientAuthority(file(root)).issued(der(tls))).toBe(true);
  expect(new ClientAuthority(file(tls, root)).issued(der(tls))).toBe(false);
  for (const wrong of [file(), file(tls), file(root, tls), file(tls, foreign.root), file(issuing, tls, root)])
    expect(() => new ClientAuthority(wrong)).toThrow('chain');
  expect(() => new ClientAuthority(side.certificate)).toThrow('chain');
});

const der = ({ certificate }: { certificate: string }): Buffer =>
  Buffer.from(certificate.replaceAll(/-----[A-Z ]+-----/g, ''), 'base64');
