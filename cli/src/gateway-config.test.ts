import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshFolder, removeFolder } from './exchange.test-support.ts';
import { readServeConfig } from './gateway-config.ts';

let folder: string;
beforeAll(async () => {
  folder = await freshFolder();
});
afterAll(() => removeFolder(folder));

const files = (name: string) => ({ key: `${name}.key.pem`, chain: `${name}.chain.pem` });
const gateway = {
  agency: 'th-police',
  folder: 'data',
  host: '127.0.0.1',
  port: 0,
  tls: files('tls'),
  identity: files('ledger'),
  seal: 'seal',
};
const fabric = {
  channel: 'tocsin',
  chaincode: 'tocsin',
  peer: { address: 'peer.example:7051', serverName: 'peer.th-police', authority: 'authority.pem' },
  tls: files('peer'),
};

async function read(config: unknown) {
  const path = join(folder, 'gateway.json');
  await writeFile(path, JSON.stringify(config));
  return readServeConfig(path);
}

test("a gateway on its agency's own peer; paths begin at the configuration", async () => {
  const { ledger, gateways } = await read({ ledger: { fabric }, gateways: [gateway] });
  const at = (name: string): string => join(folder, name);
  const placed = { key: at('peer.key.pem'), chain: at('peer.chain.pem') };
  const peer = { ...fabric.peer, authority: at('authority.pem') };
  expect(ledger).toEqual({ fabric: { ...fabric, peer, tls: placed } });
  expect(gateways).toMatchObject([{ agency: 'th-police', log: null, seal: at('seal') }]);
});

test('an embedded ledger is shared, a peer is not', async () => {
  const { gateways } = await read({ ledger: { embedded: 'ledger' }, gateways: [gateway, gateway] });
  expect(gateways.length).toBe(2);
  await expect(read({ ledger: { fabric }, gateways: [gateway, gateway] })).rejects.toMatchObject({
    code: 'INPUT_MALFORMED',
  });
});

test.each([
  ['no ledger', {}],
  ['two ledgers', { fabric, embedded: 'ledger' }],
  ['no peer', { fabric: { ...fabric, peer: undefined } }],
  ['no name to expect', { fabric: { ...fabric, peer: { ...fabric.peer, serverName: '' } } }],
  ['an address without a port', { fabric: { ...fabric, peer: { ...fabric.peer, address: 'peer.example' } } }],
  ['no key', { fabric: { ...fabric, tls: { chain: 'peer.chain.pem' } } }],
  ['a number for a name', { fabric: { ...fabric, channel: 7 } }],
])('%s: refused', async (_, ledger) => {
  await expect(read({ ledger, gateways: [gateway] })).rejects.toMatchObject({ code: 'INPUT_MALFORMED' });
});
