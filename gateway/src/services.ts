import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { AgencyCode, Ledger } from '@tocsin/record';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { TrustedRoots } from './api/founding.ts';
import type { Deposits } from './deposit/deposits.ts';
import type { Enrolments } from './enrolment/enrolments.ts';
import type { UnitKeys } from './keys/unit-keys.ts';
import type { Follower } from './ledger/follower.ts';
import type { Limits } from './limits.ts';
import type { Mirror } from './mirror/mirror.ts';
import type { OwnLog } from './own-log/own-log.ts';
import type { Repeats } from './own-log/repeats.ts';
import type { Directory } from './peers/directory.ts';
import type { Screening } from './screening/screening.ts';
import type { Asking } from './trustee/asking.ts';
import type { Witnessing } from './trustee/witnessing.ts';
import type { View } from './view/view.ts';

/** The application as routes and plugins see it: handlers typed by their schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What they work with. */
export interface Services {
  readonly agency: AgencyCode;
  readonly ledger: Ledger;
  readonly view: View;
  readonly follower: Follower;
  readonly keys: UnitKeys;
  readonly mirror: Mirror;
  readonly directory: Directory;
  readonly ownLog: OwnLog;
  /** The own log for whatever is done or refused as often as somebody asks. */
  readonly repeats: Repeats;
  readonly deposits: Deposits;
  readonly enrolments: Enrolments;
  readonly screening: Screening;
  /** Null where this gateway neither releases shares nor asks for them. */
  readonly witnessing: Witnessing | null;
  readonly asking: Asking;
  readonly limits: Limits;
  /** Null where the configuration names none: such a gateway takes part in no founding. */
  readonly roots: TrustedRoots | null;
  clock(): Date;
}
