import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addressDropIns, addressesFor, type NameService, writeAddresses } from './kit-addresses.ts';

const site = (agency: string, host: string) => ({ agency, host, bind: '0.0.0.0', port: 7050 });
const known: Readonly<Record<string, readonly string[]>> = {
  'peer.la.example': ['192.0.2.30', '2001:db8::30'],
  'gateway.kh.example': ['192.0.2.11'],
  'odd.example': ['not an address\nIPAddressAllow=any'],
};
const names: NameService = {
  addressesOf: async (host) => known[host] ?? Promise.reject(new Error('ENOTFOUND')),
  servers: () => ['192.0.2.53', '192.0.2.54:5353', '[2001:db8::53]:53', '2001:db8::54'],
};
const sites = [site('kh-immigration', '192.0.2.10'), site('th-police', '192.0.2.20')];
const far = [...sites, site('la-fiu', 'peer.la.example')];

test('hosts given by address: the own one and the others, no name service; gateways reach the peer alone', async () => {
  expect(await addressesFor({ sites }, 'kh-immigration', ['192.0.2.11'], names)).toEqual({
    orderer: ['192.0.2.10', '192.0.2.20'],
    peer: ['192.0.2.10', '192.0.2.11', '192.0.2.20'],
  });
});

test('hosts given by name: every address of theirs, and who is asked for it', async () => {
  const asked = ['192.0.2.53', '192.0.2.54', '2001:db8::53', '2001:db8::54'];
  const nodes = ['192.0.2.10', '192.0.2.20', '192.0.2.30', '2001:db8::30'];
  const { orderer, peer } = await addressesFor({ sites: far }, 'kh-immigration', ['gateway.kh.example'], names);
  expect(orderer).toEqual([...nodes, ...asked].sort());
  expect(peer).toEqual(['192.0.2.11', ...nodes, ...asked].sort());
});

test.each([
  ['a name that nobody knows', ['nowhere.example']],
  ['a name service that answers more than addresses', ['odd.example']],
])('refused: %s', async (_, gateways) => {
  const asked = addressesFor({ sites }, 'kh-immigration', gateways, names);
  await expect(asked).rejects.toMatchObject({ code: 'ADDRESS_UNKNOWN', detail: gateways[0] });
});

test('refused: an agency that takes no part, and a folder whose nodes systemd does not run', async () => {
  await expect(addressesFor({ sites }, 'vn-labour', [], names)).rejects.toMatchObject({ code: 'UNKNOWN_NODE' });
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-addresses-'));
  const addresses = { orderer: ['192.0.2.10'], peer: ['192.0.2.10', '192.0.2.11'] };
  try {
    await expect(writeAddresses(folder, addresses)).rejects.toMatchObject({ code: 'NOT_A_KIT' });
    await mkdir(join(folder, 'systemd'));
    await writeAddresses(folder, { ...addresses, peer: ['192.0.2.99'] });
    await writeAddresses(folder, addresses);
    for (const [name, text] of Object.entries(addressDropIns(addresses)))
      expect(await readFile(join(folder, 'systemd', name), 'utf8')).toBe(text);
  } finally {
    await rm(folder, { recursive: true });
  }
});
