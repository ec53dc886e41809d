import { join } from 'node:path';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import underPressure from '@fastify/under-pressure';
import { type AgencyCode, type Ledger, officerKey } from '@tocsin/record';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { TrustedRoots } from './api/founding.ts';
import { BlindSigning } from './blind/signing.ts';
import { serveConsole } from './console/serve-console.ts';
import { Deposits } from './deposit/deposits.ts';
import { Ending } from './ending/ending.ts';
import { Enrolments } from './enrolment/enrolments.ts';
import { GatewayError } from './error.ts';
import { ensurePrivateFolder } from './folder.ts';
import { type UnitKey, type UnitKeyProvider, UnitKeys } from './keys/unit-keys.ts';
import { Follower } from './ledger/follower.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Cosigners } from './mirror/cosigners.ts';
import { Mirror, type MirrorLimits } from './mirror/mirror.ts';
import { LedgerQuorum } from './mirror/quorum.ts';
import { OwnLog } from './own-log/own-log.ts';
import { Repeats } from './own-log/repeats.ts';
import { Peers } from './peers/client.ts';
import { cosignersOver } from './peers/cosigners.ts';
import { LedgerDirectory } from './peers/directory.ts';
import { peerApplication } from './peers/listener.ts';
import {
  getPeerCheckpoint,
  postCheckpoint,
  postCosign,
  postEvaluation,
  postGrant,
  postRelease,
} from './peers/routes.ts';
import { authenticate, readBodies } from './plugins/authentication.ts';
import { document } from './plugins/documentation.ts';
import { logAnswers } from './plugins/log.ts';
import { writeDownLooks } from './plugins/looks.ts';
import { measure } from './plugins/metrics.ts';
import { answerProblems, sendProblem } from './plugins/problem.ts';
import { limitAddresses, limitOfficers, registerRates } from './plugins/rate.ts';
import { getAccesses, postAccessKey } from './routes/accesses.ts';
import { getAgreements } from './routes/agreements.ts';
import { getBatch, getBatches, getBlind } from './routes/blind.ts';
import { getBlocks } from './routes/blocks.ts';
import { postCheckDecision, postChecks } from './routes/checks.ts';
import { getDirectory } from './routes/directory.ts';
import { getConsents, getPurge } from './routes/ending.ts';
import { getEnrolment, postEnrolment } from './routes/enrolments.ts';
import { postEvaluations } from './routes/evaluations.ts';
import { getEvents } from './routes/events.ts';
import { postFounding } from './routes/founding.ts';
import { postGrantedKey } from './routes/granted-key.ts';
import { getItemFile } from './routes/item-file.ts';
import { getKeys } from './routes/keys.ts';
import { getLease, postLeaseKey, postLeaseShares } from './routes/leases.ts';
import { getLicences, postLicenceLookup } from './routes/licences.ts';
import { getListing, getListings, postOwnNumbers } from './routes/listings.ts';
import { getMe } from './routes/me.ts';
import { getCheckpoint, getProof } from './routes/mirror.ts';
import { getNetwork } from './routes/network.ts';
import { postCheckAccounts, postOfflineCopy } from './routes/offline-copy.ts';
import { getOperation } from './routes/operation.ts';
import { getOwnLog } from './routes/own-log.ts';
import { getProposals } from './routes/proposals.ts';
import { getRecord, getRecords } from './routes/records.ts';
import { getUnitKeyItems, postHeader } from './routes/reheading.ts';
import { getRoster } from './routes/roster.ts';
import { getOldLocks } from './routes/roster-items.ts';
import { postShares } from './routes/shares.ts';
import { getStatement, postStatement } from './routes/statements.ts';
import { getStatistics } from './routes/statistics.ts';
import { Screening } from './screening/screening.ts';
import type { Api, Services } from './services.ts';
import { Asking } from './trustee/asking.ts';
import { askTrustee } from './trustee/shares.ts';
import { openWitnessing, type WitnessOptions } from './trustee/witnessing.ts';
import { View } from './view/view.ts';

/** What a gateway is built from. */
export interface GatewayOptions {
  readonly agency: AgencyCode;
  /** The agency's own way to the ledger; the gateway does not close it. */
  readonly ledger: Ledger;
  /** Data folder; made with mode 0700, refused when others may enter it. */
  readonly folder: string;
  readonly unitKeys: readonly UnitKey[] | UnitKeyProvider;
  /** Makes it a trustee; without it the gateway serves direct files only. */
  readonly witness?: WitnessOptions;
  readonly clock?: () => Date;
  /** A pino logger; nothing is logged without one. */
  readonly logger?: FastifyBaseLogger;
  readonly limits?: Partial<Limits>;
  /** Agencies' roots that people have compared: needed to take part in a founding, and believed before the register. */
  readonly roots?: TrustedRoots | undefined;
  /** How other agencies' gateways are asked to vouch for the ledger's tree; without a way to them none of them does. */
  readonly mirror?: {
    readonly cosigners?: Cosigners;
    readonly limits?: Partial<MirrorLimits>;
  };
  /** Folder of a built console, served under `/`; without one the gateway has no screen. */
  readonly console?: string | undefined;
}

/** One agency's node, following the ledger; `listen` opens it to officers. */
export interface Gateway {
  readonly agency: AgencyCode;
  readonly app: Api;
  /** What other agencies' gateways speak to; null where this one does not witness. */
  readonly peers: Api | null;
  readonly view: View;
  readonly follower: Follower;
  readonly mirror: Mirror;
  /** The listings that officers check against. */
  readonly screening: Screening;
  /** Ends records and attests that they are gone; null where this gateway has no steward. */
  readonly ending: Ending | null;
  /** Throws the view away and builds it again from block 0. */
  rebuild(): Promise<void>;
  /** Ends requests and following, and overwrites the unit keys in memory. */
  close(): Promise<void>;
}

/** Builds the application and starts to follow the ledger. Throws where the folder is open to others. */
export async function buildGateway(options: GatewayOptions): Promise<Gateway> {
  const services = await servicesOf(options);
  const { agency, view, follower, mirror, screening, witnessing } = services;
  const app = await applicationOf(services, options);
  const routes = [postRelease, postGrant, postEvaluation, getPeerCheckpoint, postCheckpoint, postCosign];
  const peers = witnessing === null ? null : await peerApplication(services, routes, options.logger);
  const ending = endingOf(services, options.logger);
  const signing = signingOf(services, options.logger);
  app.addHook('onClose', async () => {
    await peers?.close();
    signing?.stop();
    await ending?.stop();
    await closeServices(services);
  });
  await app.ready();
  follower.start();
  mirror.start();
  screening.start();
  witnessing?.anchoring.start();
  ending?.start();
  signing?.start();
  return {
    agency,
    app,
    peers,
    view,
    follower,
    mirror,
    screening,
    ending,
    rebuild: () => follower.rebuild(),
    close: () => app.close(),
  };
}

/** Ends records by the gateway's own name: without a steward nobody could sign for it. */
function endingOf(services: Services, logger: FastifyBaseLogger | undefined): Ending | null {
  const { witnessing, ...others } = services;
  return witnessing === null ? null : new Ending({ ...others, steward: witnessing.steward, logger });
}

/** Keys for blind checks are signed by trustees alone. */
function signingOf(
  { view, follower, witnessing, clock }: Services,
  logger: FastifyBaseLogger | undefined,
): BlindSigning | null {
  if (witnessing === null) return null;
  const { steward, blindShares: shares } = witnessing;
  return new BlindSigning({ view, follower, shares, steward, clock, logger });
}

async function servicesOf({
  agency,
  ledger,
  folder,
  unitKeys,
  witness,
  clock = () => new Date(),
  logger,
  limits: given,
  roots,
  mirror: mirroring = {},
}: GatewayOptions): Promise<Services> {
  if (ledger.agency !== agency) throw new Error("the ledger connection is another agency's");
  ensurePrivateFolder(folder);
  const limits = { ...defaultLimits, ...given };
  const keys = new UnitKeys(typeof unitKeys === 'function' ? unitKeys : async () => unitKeys);
  await keys.load();
  const view = View.open(folder, agency);
  const follower = new Follower(ledger, view, limits.retryMs);
  const directory = new LedgerDirectory(ledger, view);
  const peers =
    witness === undefined
      ? null
      : new Peers({ agency, directory, roots: roots ?? null, credentials: witness.identity, clock });
  const mirror = new Mirror({
    ...{ agency, ledger, view, follower, clock, folder: join(folder, 'mirror') },
    cosigners: mirroring.cosigners ?? (peers === null ? null : cosignersOver(peers)),
    quorum: new LedgerQuorum({ agency, view, ledger, follower }),
    limits: mirroring.limits ?? {},
  });
  const ownLog = OwnLog.open(folder);
  const around = { ledger, log: ownLog, mirror, logger, clock };
  const services: Services = {
    agency,
    ledger,
    view,
    follower,
    mirror,
    keys,
    directory,
    ownLog,
    repeats: new Repeats(ownLog, (fault) =>
      logger?.error({ code: (fault as { code?: unknown }).code }, 'count not noted'),
    ),
    deposits: Deposits.open(folder),
    enrolments: new Enrolments((handle) => view.state(officerKey(handle)) !== undefined),
    screening: new Screening({
      ...{ agency, ledger, view, follower, keys, folder, logger, clock },
      roots: roots ?? null,
    }),
    witnessing: peers === null || witness === undefined ? null : await openWitnessing({ ...around, peers }, witness),
    asking: new Asking((trustee, question) => askTrustee(services, trustee, question)),
    limits,
    roots: roots ?? null,
    clock,
  };
  return services;
}

async function closeServices(services: Services): Promise<void> {
  const { follower, mirror, screening, witnessing, keys, ownLog, repeats, deposits, view } = services;
  await mirror.stop();
  await screening.stop();
  await follower.stop();
  await witnessing?.close();
  keys.close();
  await repeats.close();
  ownLog.close();
  deposits.close();
  view.close();
}

async function applicationOf(
  services: Services,
  { logger, console: screen }: Pick<GatewayOptions, 'logger' | 'console'>,
): Promise<Api> {
  const { limits } = services;
  const app = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    trustProxy: false,
    // An address that no router can read is refused in the same words, and is not quoted back.
    frameworkErrors: sendProblem,
    // A HEAD of the event stream would be answered and then read on for ever, by nobody.
    exposeHeadRoutes: false,
    // What does not fit its schema is refused: nothing is dropped or turned into something else.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>() as Api;
  app.setSerializerCompiler(() => JSON.stringify);
  answerProblems(app);
  logAnswers(app);
  const metrics = measure(app, services);
  await app.register(helmet, { global: true });
  await app.register(underPressure, { maxEventLoopDelay: limits.eventLoopDelayMs, customError: Overloaded as never });
  await registerRates(app);
  limitAddresses(app, limits);
  await document(app);
  if (screen !== undefined) await serveConsole(app, screen);
  await app.register((open, _options, done) => {
    getOperation(open, services, metrics);
    postFounding(open, services);
    postEnrolment(open, services);
    done();
  });
  await app.register((closed, _options, done) => {
    signedRoutes(closed, services);
    done();
  });
  return app;
}

class Overloaded extends GatewayError {
  constructor() {
    super('NOT_READY', 'overloaded');
  }
}

function signedRoutes(app: Api, services: Services): void {
  authenticate(app, services);
  limitOfficers(app, services.limits);
  readBodies(app);
  writeDownLooks(app, services);
  for (const route of [
    postStatement,
    getStatement,
    getRecords,
    getRecord,
    getItemFile,
    getAccesses,
    postAccessKey,
    postShares,
    postGrantedKey,
    getDirectory,
    getKeys,
    getRoster,
    getOwnLog,
    postHeader,
    getUnitKeyItems,
    getOldLocks,
    getPurge,
    getConsents,
    getLease,
    postLeaseKey,
    postLeaseShares,
    getListings,
    getListing,
    postOwnNumbers,
    getLicences,
    postLicenceLookup,
    postChecks,
    postCheckDecision,
    postOfflineCopy,
    postCheckAccounts,
    postEvaluations,
    getBlind,
    getBatch,
    getBatches,
    getAgreements,
    getProposals,
    getBlocks,
    getCheckpoint,
    getProof,
    getNetwork,
    getStatistics,
    getEvents,
    getEnrolment,
    getMe,
  ]) {
    route(app, services);
  }
}
