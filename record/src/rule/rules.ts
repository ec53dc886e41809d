import type { StatementType } from '../statement.ts';
import { grantAccess, receiveAccess, requestAccess } from './access.ts';
import {
  proposeAgreement,
  resumeAgreement,
  signAgreement,
  suspendAgreement,
  withdrawFromAgreement,
} from './agreement.ts';
import { anchorLog } from './anchor.ts';
import { commitBatch, demandOpening, nameOpening } from './blind-check.ts';
import { complainOfDeal, dealBlindKey, issueTable, signBlindKey } from './blind-key.ts';
import { reshare, withdrawConsent } from './consent.ts';
import { registerOfficer, revokeOfficer, setFocalPoint, setGateway, setUnit } from './directory.ts';
import { followUp } from './follow-up.ts';
import { countersignKey, destroyKey, publishKey } from './key.ts';
import { accountLease, takeLease } from './lease.ts';
import { setLicences } from './licence.ts';
import { confirmListing, contestListing, delist, replyToListing, reviewListing } from './listing.ts';
import { approve, found, propose, signFounding } from './network.ts';
import { post } from './post.ts';
import { attestPurge, purge } from './purge.ts';
import { acknowledge, close, withdraw } from './record.ts';
import { rehead } from './rehead.ts';
import type { Rule } from './rule.ts';

/** The law: one rule a statement type. */
export const rules: { readonly [T in StatementType]: Rule<T> } = {
  'network.found/1': found,
  'network.sign/1': signFounding,
  'network.propose/1': propose,
  'network.approve/1': approve,
  'unit.set/1': setUnit,
  'officer.register/1': registerOfficer,
  'officer.revoke/1': revokeOfficer,
  'gateway.set/1': setGateway,
  'focal-point.set/1': setFocalPoint,
  'key.publish/1': publishKey,
  'key.countersign/1': countersignKey,
  'key.destroy/1': destroyKey,
  'log.anchor/1': anchorLog,
  'agreement.propose/1': proposeAgreement,
  'agreement.sign/1': signAgreement,
  'agreement.suspend/1': suspendAgreement,
  'agreement.resume/1': resumeAgreement,
  'agreement.withdraw/1': withdrawFromAgreement,
  'record.post/1': post,
  'record.acknowledge/1': acknowledge,
  'record.follow-up/1': followUp,
  'record.withdraw/1': withdraw,
  'record.close/1': close,
  'record.rehead/1': rehead,
  'record.purge/1': purge,
  'purge.attest/1': attestPurge,
  'consent.reshare/1': reshare,
  'consent.withdraw/1': withdrawConsent,
  'access.request/1': requestAccess,
  'access.receipt/1': receiveAccess,
  'access.grant/1': grantAccess,
  'lease.take/1': takeLease,
  'lease.account/1': accountLease,
  'listing.confirm/1': confirmListing,
  'listing.contest/1': contestListing,
  'listing.reply/1': replyToListing,
  'listing.review/1': reviewListing,
  'listing.delist/1': delist,
  'licence.set/1': setLicences,
  'blind.deal/1': dealBlindKey,
  'blind.key/1': signBlindKey,
  'blind.complain/1': complainOfDeal,
  'blind.table/1': issueTable,
  'check.batch/1': commitBatch,
  'blind.demand/1': demandOpening,
  'blind.opening/1': nameOpening,
};
