import { expect, test } from 'vitest';
import { collections } from './chaincode-definition.ts';

const definition = (count: number) => {
  const agencies = Array.from({ length: count }, (_, i) => `th-agency${i}`);
  const [sealed, ...others] = JSON.parse(collections({ channel: 'tocsin', version: 'v', sequence: 1, agencies }));
  expect(others).toEqual([]);
  return sealed;
};

test('sealed files are for every member and nobody else, for ever', () => {
  const policy = "OR('th-agency0.member', 'th-agency1.member', 'th-agency2.member')";
  const closed = { memberOnlyRead: true, memberOnlyWrite: true, blockToLive: 0 };
  expect(definition(3)).toMatchObject({ name: 'sealed', policy, ...closed });
});

test.each([
  [2, 1],
  [3, 1],
  [4, 2],
  [9, 7],
])('of %i agencies an endorser passes a file to %i others, and waits until one has it', (agencies, maxPeerCount) => {
  expect(definition(agencies)).toMatchObject({ requiredPeerCount: 1, maxPeerCount });
});
