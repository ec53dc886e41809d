import Type, { type Static } from 'typebox';
import { Grading } from '../handling.ts';
import { Country, Language } from '../id.ts';
import {
  Account,
  Attachment,
  codes,
  line,
  Money,
  maybe,
  object,
  PartialDate,
  Person,
  Phone,
  Place,
  prose,
  some,
  Vehicle,
} from './content.ts';

/** Act, means and purpose follow the UN Trafficking Protocol; the other codes HTCDS 2.0 and NIEM 6. */
export const acts = codes('recruitment', 'transportation', 'transfer', 'harbouring', 'receipt');
export const means = codes(
  'threat',
  'force',
  'coercion',
  'abduction',
  'fraud',
  'deception',
  'abuse-of-power',
  'abuse-of-vulnerability',
  'payments-to-controller',
);

/** HTCDS 2.0 `hte_TypeOfExploitation`; `ForcedCriminality` and `OnlineScamCompound` are ours: the standards lack them. */
export const exploitations = codes(
  'ForcedLabour',
  'SexualExploitation',
  'ChildLabour',
  'ForcedMarriage',
  'Servitude',
  'ForcedMilitaryByNonStateActors',
  'OrganRemoval',
  'ForcedBegging',
  'ForcedAdoption',
  'Surrogacy',
  'ForcedCriminality',
  'OnlineScamCompound',
  'Other',
);
export const recruitments = codes(
  'AtAPlaceOfBusiness',
  'AtAnEducationalInstitution',
  'AtWork',
  'ThroughOnlineSocialNetworks',
  'ThroughAnOnlineAdvertisement',
  'ThroughATelevisionAdvert',
  'ThroughANewspaperAdvert',
  'ThroughFamilyOrFamilyEvents',
  'ThroughFriendsOrSocialEvents',
  'Other',
);
export const controls = codes(
  'PhysicalThreats',
  'ThreatsLawEnforcement',
  'ThreatensChildrenFamily',
  'DebtBondage',
  'FalsePromises',
  'PhysicalAbuse',
  'SexualAbuse',
  'TakesEarnings',
  'RestrictsFinancialAccess',
  'RestrictsMedicalCare',
  'WithholdsNecessities',
  'PsychologicalAbuse',
  'PsychoactiveSubstance',
  'ExcessiveWorkingHours',
  'WithholdsDocuments',
  'RestrictsMovement',
  'UsesChildren',
  'Other',
);
/** NIEM 6 venue codes that occur in the region, and the scam compound. */
export const venues = codes(
  'ScamCompound',
  'Casino',
  'Hotel',
  'MassageParlor',
  'ResidentialBrothel',
  'Street',
  'Factory',
  'ConstructionSite',
  'Farm',
  'Boat',
  'Mine',
  'Residence',
  'Internet',
  'Other',
);
/** ISIC Rev. 4 sections, as HTCDS has them. */
export const industries = codes(
  'A',
  'B',
  'C',
  'D',
  'E',
  'F',
  'G',
  'H',
  'I',
  'J',
  'K',
  'L',
  'M',
  'N',
  'O',
  'P',
  'Q',
  'R',
  'S',
  'T',
  'U',
);

export const Stage = object({
  stage: codes('Recruitment', 'Transit', 'Exploitation'),
  from: maybe(PartialDate),
  until: maybe(PartialDate),
  place: Place,
  description: maybe(line(1000)),
});

/** What an addressee is asked to do. */
export const actions = codes(
  'locate',
  'identify',
  'rescue',
  'intercept-at-border',
  'verify-document',
  'check-licence',
  'trace-money',
  'freeze-account',
  'interview',
  'refer-victim',
  'inform',
);

/** The sealed content of an alert on trafficking in persons, forced criminality in scam compounds included. */
export const AlertContent = object({
  schema: Type.Literal('alert/1'),
  language: Language,
  title: line(200),
  summary: prose(),
  grading: Grading,
  acts: maybe(some(acts, 5)),
  means: maybe(some(means, 9)),
  exploitation: Type.Array(exploitations, { minItems: 1, maxItems: 13, uniqueItems: true }),
  industry: maybe(some(industries, 21)),
  venue: maybe(some(venues, 14)),
  recruitment: maybe(some(recruitments, 10)),
  controls: maybe(some(controls, 18)),
  stages: maybe(some(Stage, 24)),
  people: some(Person, 64),
  victims: object({
    atLeast: Type.Integer({ minimum: 0 }),
    atMost: maybe(Type.Integer({ minimum: 0 })),
    minors: maybe(Type.Boolean()),
  }),
  route: maybe(some(Place, 24)),
  vehicles: maybe(some(Vehicle)),
  phones: maybe(some(Phone)),
  accounts: maybe(some(Account)),
  money: maybe(some(Money)),
  origin: maybe(some(Country, 12)),
  requested: Type.Array(actions, { minItems: 1, maxItems: 11, uniqueItems: true }),
  actionTaken: maybe(prose(4000)),
  restrictions: maybe(line(1000)),
  sourceReference: maybe(line(120)),
  attachments: maybe(some(Attachment, 8)),
});
export type AlertContent = Static<typeof AlertContent>;

/** The sealed content of a follow-up. */
export const FollowUpContent = object({
  schema: Type.Literal('follow-up/1'),
  language: Language,
  text: prose(),
  grading: maybe(Grading),
  people: maybe(some(Person)),
  money: maybe(some(Money)),
  attachments: maybe(some(Attachment, 8)),
});
export type FollowUpContent = Static<typeof FollowUpContent>;
