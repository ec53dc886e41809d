import { join } from 'node:path';
import helmet from '@fastify/helmet';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import underPressure from '@fastify/under-pressure';
import type { AgencyCode, Ledger } from '@tocsin/record';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { TrustedRoots } from './api/founding.ts';
import { GatewayError } from './error.ts';
import { ensurePrivateFolder } from './folder.ts';
import { type UnitKey, type UnitKeyProvider, UnitKeys } from './keys/unit-keys.ts';
import { Follower } from './ledger/follower.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Cosigners } from './mirror/cosigners.ts';
import { Mirror, type MirrorLimits } from './mirror/mirror.ts';
import { LedgerQuorum } from './mirror/quorum.ts';
import { authenticate, readBodies } from './plugins/authentication.ts';
import { document } from './plugins/documentation.ts';
import { logAnswers } from './plugins/log.ts';
import { measure } from './plugins/metrics.ts';
import { answerProblems, sendProblem } from './plugins/problem.ts';
import { limitAddresses, limitOfficers, registerRates } from './plugins/rate.ts';
import { getAccesses, postAccessKey } from './routes/accesses.ts';
import { getAgreements } from './routes/agreements.ts';
import { getBlocks } from './routes/blocks.ts';
import { getDirectory } from './routes/directory.ts';
import { getEvents } from './routes/events.ts';
import { postFounding } from './routes/founding.ts';
import { getItemFile } from './routes/item-file.ts';
import { getKeys } from './routes/keys.ts';
import { getMe } from './routes/me.ts';
import { getCheckpoint, getProof } from './routes/mirror.ts';
import { getOperation } from './routes/operation.ts';
import { getProposals } from './routes/proposals.ts';
import { getRecord, getRecords } from './routes/records.ts';
import { getStatement, postStatement } from './routes/statements.ts';
import type { Api, Services } from './services.ts';
import { View } from './view/view.ts';

/** What a gateway is built from. */
export interface GatewayOptions {
  readonly agency: AgencyCode;
  /** The agency's own way to the ledger; the gateway does not close it. */
  readonly ledger: Ledger;
  /** Data folder; made with mode 0700, refused when others may enter it. */
  readonly folder: string;
  readonly unitKeys: readonly UnitKey[] | UnitKeyProvider;
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
}

/** One agency's node, following the ledger; `listen` opens it to officers. */
export interface Gateway {
  readonly agency: AgencyCode;
  readonly app: Api;
  readonly view: View;
  readonly follower: Follower;
  readonly mirror: Mirror;
  /** Throws the view away and builds it again from block 0. */
  rebuild(): Promise<void>;
  /** Ends requests and following, and overwrites the unit keys in memory. */
  close(): Promise<void>;
}

/** Builds the application and starts to follow the ledger. Throws where the folder is open to others. */
export async function buildGateway(options: GatewayOptions): Promise<Gateway> {
  const services = await servicesOf(options);
  const { agency, view, follower, keys, mirror } = services;
  const app = await applicationOf(services, options.logger);
  app.addHook('onClose', async () => {
    await mirror.stop();
    await follower.stop();
    keys.close();
    view.close();
  });
  await app.ready();
  follower.start();
  mirror.start();
  return { agency, app, view, follower, mirror, rebuild: () => follower.rebuild(), close: () => app.close() };
}

async function servicesOf({
  agency,
  ledger,
  folder,
  unitKeys,
  clock,
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
  const believed = roots ?? null;
  const now = clock ?? (() => new Date());
  const mirror = new Mirror({
    ...{ agency, ledger, view, follower, clock: now, folder: join(folder, 'mirror') },
    cosigners: mirroring.cosigners ?? null,
    quorum: new LedgerQuorum({ agency, view, ledger, follower }),
    limits: mirroring.limits ?? {},
  });
  return { agency, ledger, view, follower, keys, mirror, limits, roots: believed, clock: now };
}

async function applicationOf(services: Services, logger: FastifyBaseLogger | undefined): Promise<Api> {
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
  await app.register((open, _options, done) => {
    getOperation(open, services, metrics);
    postFounding(open, services);
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
  for (const route of [
    postStatement,
    getStatement,
    getRecords,
    getRecord,
    getItemFile,
    getAccesses,
    postAccessKey,
    getDirectory,
    getKeys,
    getAgreements,
    getProposals,
    getBlocks,
    getCheckpoint,
    getProof,
    getEvents,
    getMe,
  ]) {
    route(app, services);
  }
}
