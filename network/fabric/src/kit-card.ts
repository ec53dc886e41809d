import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { mspFolder } from '@tocsin/crypto-config';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { FabricError } from './error.ts';
import { writeFolder } from './files.ts';
import { type AgencyFolder, agencyFolder } from './layout.ts';
import type { Site } from './site.ts';
import type { AgencyPlan } from './topology.ts';

/** One object and nothing around it. */
const Pem = Type.String({
  maxLength: 1_048_576,
  pattern: '^-----BEGIN (CERTIFICATE|X509 CRL)-----\\n[A-Za-z0-9+/=\\n]+-----END \\1-----\\n?$',
});
const Card = Type.Object(
  {
    format: Type.Literal('tocsin-agency-card/1'),
    agency: Type.Object({
      code: Type.String({ pattern: '^[a-z]{2}-[a-z0-9-]{1,40}$' }),
      country: Type.String({ pattern: '^[A-Z]{2}$' }),
      name: Type.String({ minLength: 1, maxLength: 200 }),
    }),
    /** Where the others reach it. */
    host: Type.String({ pattern: '^[A-Za-z0-9.:-]{1,253}$' }),
    port: Type.Integer({ minimum: 1, maximum: 65_525 }),
    root: Pem,
    issuing: Pem,
    tls: Pem,
    /** Newest revocation lists. */
    lists: Type.Object({ root: Pem, issuing: Pem }),
    /** The orderer's identity and TLS certificate. */
    orderer: Type.Object({ identity: Pem, tls: Pem }),
  },
  { additionalProperties: false },
);

/** What an agency hands to the others before it takes part: public all of it. */
export type AgencyCard = Type.Static<typeof Card>;

/** The card of an agency whose material lies under `root`. */
export async function cardOf(root: string, agency: AgencyPlan, site: Site): Promise<AgencyCard> {
  const folder = agencyFolder(root, agency.code);
  const read = (path: string): Promise<string> => readFile(path, 'utf8');
  const { code, country, name } = agency;
  return {
    format: 'tocsin-agency-card/1',
    agency: { code, country, name },
    host: site.host,
    port: site.port,
    root: await read(`${folder.msp}/cacerts/root.pem`),
    issuing: await read(`${folder.msp}/intermediatecerts/issuing.pem`),
    tls: await read(`${folder.msp}/tlscacerts/tls.pem`),
    lists: { root: await read(`${folder.msp}/crls/root.pem`), issuing: await read(`${folder.msp}/crls/issuing.pem`) },
    orderer: {
      identity: await read(`${folder.orderer}/msp/signcerts/certificate.pem`),
      tls: await read(`${folder.orderer}/tls/leaf.pem`),
    },
  };
}

/**
 * A card as another agency sent it. That its certificates belong together is checked; that they are the agency's own
 * is not: compare the root's fingerprint by another way.
 * @throws FabricError CARD_MALFORMED
 */
export function readCard(text: string): AgencyCard {
  const card = parsed(text);
  try {
    const [root, issuing, tls, identity, host] = [
      card.root,
      card.issuing,
      card.tls,
      card.orderer.identity,
      card.orderer.tls,
    ].map((pem) => new X509Certificate(pem)) as Certificates;
    const links = [signed(root, root), signed(issuing, root), signed(tls, root), signed(identity, issuing)];
    const mine = root.subject.split('\n').includes(`O=${card.agency.code}`);
    const orders = identity.subject.split('\n').includes('OU=orderer');
    if ([...links, signed(host, tls), mine, orders].every((holds) => holds)) return card;
  } catch {
    // Told below, in the same words.
  }
  throw new FabricError('CARD_MALFORMED', card.agency.code);
}

type Certificates = [X509Certificate, X509Certificate, X509Certificate, X509Certificate, X509Certificate];

const signed = (one: X509Certificate, by: X509Certificate): boolean =>
  by.ca && one.checkIssued(by) && one.verify(by.publicKey);

function parsed(text: string): AgencyCard {
  try {
    const card: unknown = JSON.parse(text);
    if (Check(Card, card) && !text.includes('PRIVATE KEY')) return card;
  } catch {
    // Told below, in the same words.
  }
  throw new FabricError('CARD_MALFORMED');
}

/** Fingerprint of the agency's root, SHA-256, to be read out to each other. */
export const fingerprintOf = ({ root }: Pick<AgencyCard, 'root'>): string => new X509Certificate(root).fingerprint256;

/**
 * Puts an agency's public certificates where the commands look for them. Its keys stay with it.
 * @throws FabricError CARD_CONFLICT when the folder has the agency's own keys, or knows it by another root
 */
export async function writeCard(root: string, card: AgencyCard): Promise<void> {
  const { agency, lists, orderer, ...bundle } = card;
  const folder = agencyFolder(root, agency.code);
  await ensureNoConflict(folder, card);
  await writeFolder(
    folder.msp,
    mspFolder({ bundle: { ...bundle, agency: agency.code, ...agency }, crls: lists }),
    0o644,
  );
  await writeFolder(
    folder.path,
    {
      'orderer/msp/signcerts/certificate.pem': orderer.identity,
      'orderer/tls/leaf.pem': orderer.tls,
      'admin/tls/authority.pem': bundle.tls,
    },
    0o644,
  );
}

/** Who hands in a card a second time may be somebody else; and nobody's card says what this host's own nodes use. */
async function ensureNoConflict({ admin, msp }: AgencyFolder, card: AgencyCard): Promise<void> {
  const { code } = card.agency;
  if (existsSync(`${admin}/msp/keystore/key.pem`)) throw new FabricError('CARD_CONFLICT', `${code} is this host's own`);
  const known = await readFile(`${msp}/cacerts/root.pem`, 'utf8').catch(() => null);
  if (known !== null && fingerprintOf({ root: known }) !== fingerprintOf(card))
    throw new FabricError('CARD_CONFLICT', `${code} is known by another root`);
}

/** Where the card's agency is reached. */
export const siteIn = ({ agency, host, port }: AgencyCard): Site => ({ agency: agency.code, host, bind: host, port });
