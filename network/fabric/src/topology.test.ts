import { expect, test } from 'vitest';
import { FabricError } from './error.ts';
import { addressOf, localSites, portsOf, siteOf } from './site.ts';
import { topologies, topologyNamed } from './topology.ts';

test('mekong-four has four agencies of four countries, so that BFT stands one that lies', () => {
  const { consensus, agencies } = topologyNamed('mekong-four');
  expect(consensus).toBe('bft');
  expect(new Set(agencies.map(({ country }) => country)).size).toBe(4);
});

test('every agency code begins with its country, as crypto-config demands', () => {
  for (const { code, country } of topologies.flatMap(({ agencies }) => agencies))
    expect(code.startsWith(`${country.toLowerCase()}-`)).toBe(true);
});

test('an unknown topology is refused by name', () => {
  expect(() => topologyNamed('ring-of-nine')).toThrow(FabricError);
  expect(() => topologyNamed('ring-of-nine')).toThrow(/ring-of-nine/);
});

test('sites on one machine share no port', () => {
  const sites = localSites(topologyNamed('mekong-four').agencies, 17_050);
  const ports = sites.flatMap(portsOf);
  expect(new Set(ports).size).toBe(ports.length);
  expect(sites.map((site) => addressOf(site, 'orderer'))[1]).toBe('127.0.0.1:17060');
});

test('an agency that takes no part is refused by name', () => {
  expect(() => siteOf([], 'th-police')).toThrow(expect.objectContaining({ code: 'UNKNOWN_NODE', detail: 'th-police' }));
});
