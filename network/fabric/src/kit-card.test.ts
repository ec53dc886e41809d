import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorityBundle, createAuthority, makeCrls } from '@tocsin/crypto-config';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AgencyCard, cardOf, fingerprintOf, readCard, siteIn, writeCard } from './kit-card.ts';
import { layOut } from './lay-out.ts';
import type { Issuer } from './material.ts';

const agency = { code: 'kh-immigration', country: 'KH', name: 'Fictitious Cambodian immigration' };
const site = { agency: agency.code, host: 'peer.example', bind: '0.0.0.0', port: 7050 };
let root: string;
let card: AgencyCard;
let other: AgencyCard;

async function issuerOf({ code, country, name }: typeof agency): Promise<Issuer> {
  const authority = await createAuthority({ agency: code, country, name });
  const { crls } = await makeCrls(authority);
  return { bundle: authorityBundle(authority), issue: (make) => make(authority), crls: async () => crls };
}

async function laidOut(folder: string, code: string): Promise<AgencyCard> {
  const plan = { ...agency, code, country: code.slice(0, 2).toUpperCase() };
  const own = { ...site, agency: code };
  await layOut(join(root, folder), own, await issuerOf(plan));
  return cardOf(join(root, folder), plan, own);
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-card-'));
  [card, other] = await Promise.all([laidOut('kh', 'kh-immigration'), laidOut('la', 'la-fiu')]);
});
afterAll(() => rm(root, { recursive: true }));

test('a card says who and where, is read back as it was, and holds no key', () => {
  const text = JSON.stringify(card);
  expect(readCard(text)).toEqual(card);
  expect(text).not.toContain('PRIVATE');
  expect(siteIn(card)).toEqual({ ...site, bind: 'peer.example' });
  expect(fingerprintOf(card)).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
});

test('what is written from a card is public, all of it', async () => {
  await writeCard(join(root, 'elsewhere'), card);
  const entries = await readdir(join(root, 'elsewhere'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  expect(files).toHaveLength(9);
  for (const file of files) expect(await readFile(file, 'utf8')).not.toContain('PRIVATE');
  const plan = card.agency;
  expect(await cardOf(join(root, 'elsewhere'), plan, siteIn(card))).toEqual(card);
});

test('a card replaces no root that is known, and nothing of the own nodes', async () => {
  const folder = join(root, 'known');
  await writeCard(folder, card);
  await writeCard(folder, card);
  const forged = await laidOut('forged', 'kh-immigration');
  const file = (path: string): Promise<string> => readFile(join(root, path), 'utf8');
  await expect(writeCard(folder, readCard(JSON.stringify(forged)))).rejects.toMatchObject({ code: 'CARD_CONFLICT' });
  expect(await file('known/agencies/kh-immigration/msp/cacerts/root.pem')).toBe(card.root);
  for (const one of [forged, card])
    await expect(writeCard(join(root, 'kh'), one)).rejects.toMatchObject({ code: 'CARD_CONFLICT' });
  expect(await file('kh/agencies/kh-immigration/orderer/tls/leaf.pem')).toBe(card.orderer.tls);
});

test.each<[string, () => unknown]>([
  ["another agency's root", () => ({ ...card, root: other.root })],
  ["another agency's issuing authority", () => ({ ...card, issuing: other.issuing })],
  ["another agency's TLS authority", () => ({ ...card, tls: other.tls })],
  ["another agency's orderer", () => ({ ...card, orderer: other.orderer })],
  ['a host certificate as identity', () => ({ ...card, orderer: { ...card.orderer, identity: card.orderer.tls } })],
  ['another name over the same certificates', () => ({ ...card, agency: { ...card.agency, code: 'kh-police' } })],
  ['an authority in the place of another', () => ({ ...card, issuing: card.root })],
  ['two certificates in one', () => ({ ...card, root: card.root + other.root })],
  ['a path as code', () => ({ ...card, agency: { ...card.agency, code: 'kh-../../x' } })],
  ['a host that is more than a host', () => ({ ...card, host: 'peer.example"]\n' })],
  ['a member too many', () => ({ ...card, note: 'hello' })],
  ['no port', () => ({ ...card, port: 0 })],
  ['a list', () => [card]],
])('refused: %s', (_, doctored) => {
  expect(() => readCard(JSON.stringify(doctored()))).toThrow(expect.objectContaining({ code: 'CARD_MALFORMED' }));
});

test('refused: what is no JSON, and a card with a key in it', () => {
  for (const text of ['', '{', JSON.stringify(card).replace('peer.example', '-----BEGIN PRIVATE KEY-----')])
    expect(() => readCard(text)).toThrow(expect.objectContaining({ code: 'CARD_MALFORMED' }));
});
