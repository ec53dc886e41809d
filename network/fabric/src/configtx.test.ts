import { expect, test } from 'vitest';
import { configtx } from './configtx.ts';
import { localSites } from './site.ts';
import { topologyNamed } from './topology.ts';

const text = (name: string): string => {
  const topology = topologyNamed(name);
  return configtx('/network', topology, localSites(topology.agencies, 17_050));
};

test('orderers alone write blocks, peers alone endorse, and no policy speaks of mere members', () => {
  for (const name of ['mekong-four', 'three-raft']) {
    expect(text(name)).toContain(`Writers: {Type: Signature, Rule: "OR('th-police.orderer')"}`);
    expect(text(name)).toContain(`Endorsement: {Type: Signature, Rule: "OR('th-police.peer')"}`);
    expect(text(name)).not.toContain('.member');
  }
});

test('BFT names every consenter with its identity, Raft with its TLS certificate', () => {
  expect(text('mekong-four').match(/^ +MSPID:/gm)).toHaveLength(4);
  expect(text('mekong-four')).toContain('V3_0: true');
  expect(text('three-raft').match(/ServerTLSCert:/g)).toHaveLength(3);
  expect(text('three-raft')).toContain('V2_0: true');
});

test('whole blocks are for gateways alone', () => {
  expect(text('three-raft')).toContain('event/Block: /Channel/Application/Gateways');
});
