import type { StatementType } from '../statement.ts';
import { receiveAccess, requestAccess } from './access.ts';
import {
  proposeAgreement,
  resumeAgreement,
  signAgreement,
  suspendAgreement,
  withdrawFromAgreement,
} from './agreement.ts';
import { countersignKey, publishKey, registerOfficer, revokeOfficer, setFocalPoint, setUnit } from './directory.ts';
import { approve, found, propose, signFounding } from './network.ts';
import { acknowledge, close, followUp, post, withdraw } from './record.ts';
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
  'focal-point.set/1': setFocalPoint,
  'key.publish/1': publishKey,
  'key.countersign/1': countersignKey,
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
  'access.request/1': requestAccess,
  'access.receipt/1': receiveAccess,
};
