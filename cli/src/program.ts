import { Command } from '@commander-js/extra-typings';
import { grantAccess } from './commands/access/grant.ts';
import { approveAgency } from './commands/agency/approve.ts';
import { listAgencies } from './commands/agency/list.ts';
import { proposeAgency } from './commands/agency/propose.ts';
import { showAgency } from './commands/agency/show.ts';
import { resumeAgreement, suspendAgreement, withdrawFromAgreement } from './commands/agreement/change.ts';
import { listAgreements } from './commands/agreement/list.ts';
import { proposeAgreement } from './commands/agreement/propose.ts';
import { showAgreement } from './commands/agreement/show.ts';
import { signAgreement } from './commands/agreement/sign.ts';
import { acknowledgeAlert } from './commands/alert/acknowledge.ts';
import { closeAlert, withdrawAlert } from './commands/alert/end.ts';
import { followUpAlert } from './commands/alert/follow-up.ts';
import { listAlerts } from './commands/alert/list.ts';
import { openAlert, openListing } from './commands/alert/open.ts';
import { postAlert } from './commands/alert/post.ts';
import { showAlert } from './commands/alert/show.ts';
import { auditAccess } from './commands/audit/access.ts';
import { auditCheckpoint } from './commands/audit/checkpoint.ts';
import { auditExport } from './commands/audit/export.ts';
import { auditLedger } from './commands/audit/ledger.ts';
import { auditOwnLog } from './commands/audit/own-log.ts';
import { auditStatistics } from './commands/audit/statistics.ts';
import { auditUnusual } from './commands/audit/unusual.ts';
import { auditVerify } from './commands/audit/verify.ts';
import { createAuthority } from './commands/authority/create.ts';
import { renewLists } from './commands/authority/crl.ts';
import { issueGatewayCertificate } from './commands/authority/gateway.ts';
import { importIdentity } from './commands/authority/import-pkcs12.ts';
import { writeMembership } from './commands/authority/membership.ts';
import { issueOfficerCertificate } from './commands/authority/officer.ts';
import { revokeCertificate } from './commands/authority/revoke.ts';
import { showAuthority } from './commands/authority/show.ts';
import { issueStewardCertificate } from './commands/authority/steward.ts';
import { issueTlsCertificate } from './commands/authority/tls.ts';
import { listBatches } from './commands/blind/batches.ts';
import { checkBlind } from './commands/blind/check.ts';
import { complainBlind } from './commands/blind/complain.ts';
import { dealBlind } from './commands/blind/deal.ts';
import { demandBlind } from './commands/blind/demand.ts';
import { dropBlindTable } from './commands/blind/drop.ts';
import { openBlind } from './commands/blind/open.ts';
import { blindStatus } from './commands/blind/status.ts';
import { issueBlindTable } from './commands/blind/table.ts';
import { takeBlindTable } from './commands/blind/take.ts';
import { verifyBlind } from './commands/blind/verify.ts';
import { check } from './commands/check/check.ts';
import { giveConsent } from './commands/consent/give.ts';
import { listConsents } from './commands/consent/list.ts';
import { withdrawConsent } from './commands/consent/withdraw.ts';
import { demo } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { listFocalPoints } from './commands/focal-point/list.ts';
import { setFocalPoint } from './commands/focal-point/set.ts';
import { configureGateway } from './commands/gateway/configure.ts';
import { listGateways } from './commands/gateway/list.ts';
import { serveGateway } from './commands/gateway/serve.ts';
import { setGateway } from './commands/gateway/set.ts';
import { inbox } from './commands/inbox.ts';
import { countersignKey } from './commands/key/countersign.ts';
import { destroyKey } from './commands/key/destroy.ts';
import { listKeys } from './commands/key/list.ts';
import { publishKey, rotateKey } from './commands/key/publish.ts';
import { reheadKey } from './commands/key/rehead.ts';
import { keyRecovery } from './commands/key-recovery/index.ts';
import { accountLeases } from './commands/lease/account.ts';
import { listLeases } from './commands/lease/list.ts';
import { openLease } from './commands/lease/open.ts';
import { takeLease } from './commands/lease/take.ts';
import { importLicences } from './commands/licence/import.ts';
import { licenceStatus, listLicences, showLicence } from './commands/licence/list.ts';
import { setLicence } from './commands/licence/set.ts';
import { confirmListing, reviewListing } from './commands/listing/confirm.ts';
import { contestListing, delistListing, replyToListing } from './commands/listing/contest.ts';
import { addEvidence } from './commands/listing/evidence.ts';
import { listListings, showListing } from './commands/listing/list.ts';
import { proposeListing } from './commands/listing/propose.ts';
import { endNetwork } from './commands/network/down.ts';
import { networkLogs } from './commands/network/logs.ts';
import { resetNetwork } from './commands/network/reset.ts';
import { networkStatus } from './commands/network/status.ts';
import { bringUpNetwork } from './commands/network/up.ts';
import { networkLife } from './commands/network-life/index.ts';
import { enrolOfficer } from './commands/officer/enrol.ts';
import { installOfficer } from './commands/officer/install.ts';
import { listOfficers } from './commands/officer/list.ts';
import { registerOfficer } from './commands/officer/register.ts';
import { renewOfficer } from './commands/officer/renew.ts';
import { requestOfficer } from './commands/officer/request.ts';
import { revokeOfficer } from './commands/officer/revoke.ts';
import { dropFromOutbox } from './commands/outbox/drop.ts';
import { listOutbox } from './commands/outbox/list.ts';
import { sendOutbox } from './commands/outbox/send.ts';
import { listProposals } from './commands/proposals.ts';
import { purgeRecord } from './commands/record/purge.ts';
import { purgeStatus } from './commands/record/purge-status.ts';
import { reheadRecord } from './commands/record/rehead.ts';
import { listRoster } from './commands/roster/list.ts';
import { proposeRoster } from './commands/roster/propose.ts';
import { reheadRoster } from './commands/roster/rehead.ts';
import { listUnits } from './commands/unit/list.ts';
import { setUnit } from './commands/unit/set.ts';
import type { Terminal } from './terminal.ts';
import { noun } from './verb.ts';

/** The command `tocsin` with everything under it. */
export function programFor(terminal: Terminal): Command {
  const program = new Command('tocsin')
    .description('sealed case alerts between agencies of different countries')
    .version('0.1.0')
    // So that a command and one under it may have options of the same name: `check` and `check not-same`.
    .enablePositionalOptions()
    .addHelpText('after', '\nthe quickest way in: tocsin demo');
  const make = <T>(commands: readonly ((terminal: Terminal) => T)[]): T[] => commands.map((each) => each(terminal));
  const alerts = [
    postAlert,
    listAlerts,
    showAlert,
    openAlert,
    acknowledgeAlert,
    followUpAlert,
    withdrawAlert,
    closeAlert,
  ];
  const agreements = [
    listAgreements,
    showAgreement,
    proposeAgreement,
    signAgreement,
    suspendAgreement,
    resumeAgreement,
  ];
  const certificates = [
    issueOfficerCertificate,
    issueGatewayCertificate,
    issueStewardCertificate,
    issueTlsCertificate,
    revokeCertificate,
  ];
  const listings = [
    proposeListing,
    listListings,
    showListing,
    openListing,
    addEvidence,
    confirmListing,
    contestListing,
    replyToListing,
    reviewListing,
    delistListing,
  ];
  const commands = [
    noun('alert', 'post, open and answer alerts', make<Named>(alerts)),
    noun('listing', 'brokers and companies that officers are warned of', make<Named>(listings), [
      'listing propose examples/listings/01-lent-licence.json --as th-police-officer',
      'listing list --standing proposed --as kh-immigration-officer   # then open and confirm what another agency proposed',
    ]),
    noun(
      'licence',
      'registers of who may broker',
      make<Named>([importLicences, setLicence, listLicences, licenceStatus, showLicence]),
    ),
    inbox(terminal),
    check(terminal),
    listProposals(terminal),
    noun('access', 'what officers have asked to open', make<Named>([grantAccess])),
    noun('agency', 'members of the exchange', make<Named>([listAgencies, showAgency, proposeAgency, approveAgency])),
    noun('unit', 'units of agencies', make<Named>([listUnits, setUnit])),
    noun(
      'officer',
      'officers and their certificates',
      make<Named>([
        listOfficers,
        requestOfficer,
        enrolOfficer,
        renewOfficer,
        installOfficer,
        registerOfficer,
        revokeOfficer,
      ]),
    ),
    noun(
      'key',
      'keys that files are sealed to',
      make<Named>([listKeys, publishKey, rotateKey, countersignKey, reheadKey, destroyKey, keyRecovery]),
    ),
    noun(
      'blind',
      'asking without being seen, and the key that trustees share for it',
      make<Named>([
        checkBlind,
        takeBlindTable,
        dropBlindTable,
        issueBlindTable,
        listBatches,
        demandBlind,
        openBlind,
        verifyBlind,
        blindStatus,
        dealBlind,
        complainBlind,
      ]),
    ),
    noun('roster', 'trustees of witnessed files', make<Named>([listRoster, proposeRoster, reheadRoster])),
    noun(
      'consent',
      'letting further agencies open what you wrote',
      make<Named>([giveConsent, withdrawConsent, listConsents]),
    ),
    noun(
      'lease',
      'opening files where there is no line',
      make<Named>([takeLease, openLease, listLeases, accountLeases]),
    ),
    noun('outbox', 'what was signed without a line', make<Named>([listOutbox, sendOutbox, dropFromOutbox])),
    noun('record', 'new headers for records, and their end', make<Named>([reheadRecord, purgeRecord, purgeStatus])),
    noun('agreement', 'agreements that sharing needs', make<Named>([...agreements, withdrawFromAgreement])),
    noun('focal-point', 'posts that answer for steps', make<Named>([listFocalPoints, setFocalPoint])),
    noun(
      'audit',
      'who opened what; whether the ledger verifies',
      make<Named>([
        auditAccess,
        auditUnusual,
        auditStatistics,
        auditCheckpoint,
        auditExport,
        auditVerify,
        auditLedger,
        auditOwnLog,
      ]),
    ),
    noun(
      'authority',
      "an agency's certificate authority",
      make<Named>([createAuthority, showAuthority, ...certificates, renewLists, importIdentity, writeMembership]),
    ),
    noun('gateway', "an agency's node", make<Named>([configureGateway, serveGateway, setGateway, listGateways])),
    noun(
      'network',
      'peers and orderers of Hyperledger Fabric',
      make<Named>([bringUpNetwork, networkStatus, networkLogs, endNetwork, resetNetwork, ...networkLife]),
    ),
    doctor(terminal),
    demo(terminal),
  ];
  for (const command of commands) program.addCommand(command as Command);
  return program;
}

interface Named {
  readonly name: () => string;
}
