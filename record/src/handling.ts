import Type, { type Static } from 'typebox';

/** TLP 2.0 (FIRST), least restrictive first: the order is the ceiling's order. */
export const tlpLabels = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;
export const Tlp = Type.Enum([...tlpLabels]);
export type Tlp = Static<typeof Tlp>;

/** Europol (SIENA) handling codes; they combine as a set. H3's restriction is told inside the sealed content. */
export const handlingCodes = ['H0', 'H1', 'H2', 'H3'] as const;
export const HandlingCode = Type.Enum([...handlingCodes]);

/** How a record may be used and passed on. In clear on the ledger: rules read it. */
export const Handling = Type.Object(
  { tlp: Tlp, codes: Type.Array(HandlingCode, { maxItems: 4, uniqueItems: true }) },
  { additionalProperties: false },
);
export type Handling = Static<typeof Handling>;

/** True when `tlp` restricts more than `ceiling` allows to be carried. */
export const aboveCeiling = (tlp: Tlp, ceiling: Tlp): boolean => tlpLabels.indexOf(tlp) > tlpLabels.indexOf(ceiling);

/**
 * Whether a record's own agency may put its numbers into a table that every member can ask (docs/spec/blind-check.md).
 * CLEAR and GREEN are for the community. What is for its addressees (AMBER, AMBER+STRICT) goes in only where its handling
 * says what others may use it for (H0). RED never, nor what is not to be passed on (H2) or restricted in words (H3).
 */
export function isForTables({ tlp, codes }: Handling): boolean {
  if (tlp === 'RED' || codes.includes('H2') || codes.includes('H3')) return false;
  return !aboveCeiling(tlp, 'GREEN') || codes.includes('H0');
}

/**
 * Whether an officer's device may carry what a listing is compared by away from the gateway, in an offline copy
 * (docs/spec/check.md). Who needs to know within the agency may (up to AMBER+STRICT). What is for its named recipients alone
 * (RED), not to be passed on (H2), or restricted in words that no program reads (H3) is asked of the gateway.
 */
export const isForCopies = ({ tlp, codes }: Handling): boolean =>
  !aboveCeiling(tlp, 'AMBER+STRICT') && !codes.includes('H2') && !codes.includes('H3');

const grade = <Scheme extends string, Source extends string, Information extends string>(
  scheme: Scheme,
  source: readonly Source[],
  information: readonly Information[],
) =>
  Type.Object(
    { scheme: Type.Literal(scheme), source: Type.Enum([...source]), information: Type.Enum([...information]) },
    { additionalProperties: false },
  );

/**
 * Grading of source and information. Letters collide between schemes (`C` is "fairly reliable" in one and
 * "in most instances unreliable" in another), so a grade never travels without its scheme.
 */
export const Grading = Type.Union([
  grade('4x4', ['A', 'B', 'C', 'X'], ['1', '2', '3', '4']),
  grade('admiralty', ['A', 'B', 'C', 'D', 'E', 'F'], ['1', '2', '3', '4', '5', '6']),
  grade('3x5x2', ['1', '2', '3'], ['A', 'B', 'C', 'D', 'E']),
]);
export type Grading = Static<typeof Grading>;

/** What each grade says, in words (Europol Regulation art. 29; NATO admiralty scale; UK 3x5x2). */
export const gradingWords = {
  '4x4': {
    source: {
      A: 'no doubt as to authenticity, or reliable in all instances',
      B: 'in most instances reliable',
      C: 'in most instances unreliable',
      X: 'reliability cannot be assessed',
    },
    information: {
      '1': 'accuracy not in doubt',
      '2': 'known personally to the source, not to the official passing it on',
      '3': 'not known personally to the source, corroborated by other information',
      '4': 'not known personally to the source, not corroborated',
    },
  },
  admiralty: {
    source: {
      A: 'completely reliable',
      B: 'usually reliable',
      C: 'fairly reliable',
      D: 'not usually reliable',
      E: 'unreliable',
      F: 'reliability cannot be judged',
    },
    information: {
      '1': 'confirmed by other sources',
      '2': 'probably true',
      '3': 'possibly true',
      '4': 'doubtful',
      '5': 'improbable',
      '6': 'truth cannot be judged',
    },
  },
  '3x5x2': {
    source: { '1': 'reliable', '2': 'untested', '3': 'not reliable' },
    information: {
      A: 'known directly to the source',
      B: 'known indirectly but corroborated',
      C: 'known indirectly',
      D: 'not known',
      E: 'suspected to be false',
    },
  },
} as const;

/** What each TLP label allows, in words. */
export const tlpWords: Record<Tlp, string> = {
  CLEAR: 'no limit on disclosure',
  GREEN: 'within the community, not public',
  AMBER: 'need to know, within the agency and those it serves',
  'AMBER+STRICT': 'need to know, within the agency only',
  RED: 'for the named recipients only',
};

export const handlingWords: Record<Static<typeof HandlingCode>, string> = {
  H0: 'only to prevent and combat crime',
  H1: 'not in judicial proceedings without permission of the provider',
  H2: 'not to be passed on without permission of the provider',
  H3: 'other restrictions: see the content',
};
