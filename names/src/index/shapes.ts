import { Remembered } from '../remembered.ts';
import { across, between, gapEdits, gapsOf, NOTHING } from './gaps.ts';
import { IntList } from './lists.ts';
import { consonantsOf, LONGEST, withoutOneEach } from './skeleton.ts';

/** Below this two shapes have nothing to do with each other. */
const LEAST = 0.74;

/** By the letters of the longer one, how many edits leave two shapes near enough. */
const MOST_EDITS = Uint8Array.from({ length: LONGEST + 1 }, (_, letters) => {
  let edits = 0;
  while (nearness(edits + 1, letters) >= LEAST) edits += 1;
  return edits;
});

function nearness(edits: number, letters: number): number {
  return 1 - edits / (letters + 1);
}

/** Numbers of a shape that stand together: which it is, its letters and the consonant left out, and its gaps. */
const SHAPE_FIELDS = 2;
const CONSONANT_BIT = 8;
const LETTERS = (1 << CONSONANT_BIT) - 1;

/** What is asked for. */
interface Asked {
  readonly letters: number;
  readonly gaps: readonly number[];
}

/** Shapes that are near another, and how near. */
interface Near {
  readonly shapes: Int32Array;
  readonly nearness: Float64Array;
}

/** Near shapes that are remembered, of all that were asked for: 6 MB. */
const MOST_NEAR = 500_000;

type Tell = (shape: number, near: number) => void;

/** Where the edits to each gap of a list begin, for what is asked now. */
const rows = new Int32Array(LONGEST + 1);

/**
 * The shapes of an index: classes of sounds, each kept once. Two are near that have the same consonants, or one more, or
 * one in place of another, and differ little in the vowels between them: edits are looked up gap by gap. What is compared
 * with one question stands in a row, in as many lists as it takes.
 */
export class Shapes {
  readonly #ids = new Map<string, number>();
  /** By their consonants. */
  readonly #same = new Map<string, IntList>();
  /** By their consonants with one left out, and which that is. */
  readonly #without = new Map<string, IntList>();

  /** Of shapes that were asked for, those that are near, until another comes in. */
  readonly #near = new Remembered<string, Near>(MOST_NEAR);

  /** The number of a shape; a new one has the next. */
  idOf(classes: string): number {
    const known = this.#ids.get(classes);
    if (known !== undefined) return known;
    const shape = this.#ids.size;
    this.#ids.set(classes, shape);
    this.#near.clear();
    const consonants = consonantsOf(classes);
    const gaps = gapsOf(classes);
    keep(this.#same, consonants, [shape, classes.length, ...gaps]);
    for (const [place, rest] of withoutOneEach(consonants).entries())
      keep(this.#without, rest + place, [
        shape,
        classes.length | (consonants.charCodeAt(place) << CONSONANT_BIT),
        ...gaps,
      ]);
    return shape;
  }

  /** Tells of each shape that is near, how near it is, 0.74 to 1; where it is in two ways, of both. */
  near(classes: string, tell: Tell): void {
    const { shapes, nearness } = this.#near.get(classes) ?? this.#looked(classes);
    for (let at = 0; at < shapes.length; at += 1) tell(shapes[at] as number, nearness[at] as number);
  }

  #looked(classes: string): Near {
    const [shapes, found]: [number[], number[]] = [[], []];
    this.#look(classes, (shape, near) => {
      shapes.push(shape);
      found.push(near);
    });
    const near = { shapes: Int32Array.from(shapes), nearness: Float64Array.from(found) };
    return this.#near.keep(classes, near, shapes.length + 1);
  }

  #look(classes: string, tell: Tell): void {
    const consonants = consonantsOf(classes);
    const asked = { letters: classes.length, gaps: gapsOf(classes) };
    const gaps = asked.gaps.length;
    compareSame(this.#same.get(consonants), asked, 0, 0, tell);
    for (const [place, rest] of withoutOneEach(consonants).entries()) {
      compareWithoutOne(this.#same.get(rest), asked, place, tell);
      compareSame(this.#without.get(rest + place), asked, 1, consonants.charCodeAt(place), tell);
    }
    for (let place = 0; place < gaps; place += 1)
      compareWithOne(this.#without.get(consonants + place), asked, place, tell);
  }
}

function keep(lists: Map<string, IntList>, key: string, values: readonly number[]): void {
  let list = lists.get(key);
  if (list === undefined) {
    list = new IntList(values.length);
    lists.set(key, list);
  }
  for (const value of values) list.push(value);
}

/** Gaps from one up to another stand for those asked for, so many places further. */
function setRows({ gaps }: Asked, from: number, to: number, further: number): void {
  for (let at = from; at < to; at += 1) rows[at] = between(gaps[at + further] as number);
}

/** The same consonants, or another in place of `own`. */
function compareSame(list: IntList | undefined, asked: Asked, cost: number, own: number, tell: Tell): void {
  if (list === undefined) return;
  const gaps = asked.gaps.length;
  setRows(asked, 0, gaps, 0);
  compare(list, asked, { gaps, cost, own, pair: -1 }, tell);
}

/** What is asked for has a consonant more. */
function compareWithoutOne(list: IntList | undefined, asked: Asked, place: number, tell: Tell): void {
  if (list === undefined) return;
  const gaps = asked.gaps.length - 1;
  setRows(asked, 0, place, 0);
  rows[place] = across(asked.gaps[place] as number, asked.gaps[place + 1] as number);
  setRows(asked, place + 1, gaps, 1);
  compare(list, asked, { gaps, cost: 0, own: 0, pair: -1 }, tell);
}

/** The shapes have a consonant more: two of their gaps stand for one. */
function compareWithOne(list: IntList | undefined, asked: Asked, place: number, tell: Tell): void {
  if (list === undefined) return;
  const gaps = asked.gaps.length + 1;
  setRows(asked, 0, place, 0);
  rows[place] = NOTHING;
  rows[place + 1] = NOTHING;
  setRows(asked, place + 2, gaps, -1);
  compare(list, asked, { gaps, cost: 0, own: 0, pair: place }, tell);
}

/** How a list is compared. */
interface Way {
  /** Of each of its shapes. */
  readonly gaps: number;
  readonly cost: number;
  /** Shapes without this consonant are those of the same consonants; 0 where none are left out. */
  readonly own: number;
  /** The first of two gaps that stand for one, or -1. */
  readonly pair: number;
}

/** Tells of the shapes of a list that are near. */
function compare({ values, length }: IntList, asked: Asked, { gaps, cost, own, pair }: Way, tell: Tell): void {
  const single = pair === -1 ? 0 : (asked.gaps[pair] as number);
  const fields = SHAPE_FIELDS + gaps;
  const mine = asked.letters;
  for (let at = 0; at < length; at += fields) {
    const marks = values[at + 1] as number;
    const letters = marks & LETTERS;
    const longer = letters > mine ? letters : mine;
    const most = MOST_EDITS[longer] as number;
    if (letters - mine > most || mine - letters > most || (own !== 0 && marks >> CONSONANT_BIT === own)) continue;
    const first = at + SHAPE_FIELDS;
    let edits = cost;
    if (pair !== -1)
      edits += gapEdits[across(values[first + pair] as number, values[first + pair + 1] as number) + single] as number;
    for (let gap = 0; gap < gaps && edits <= most; gap += 1)
      edits += gapEdits[(rows[gap] as number) + (values[first + gap] as number)] as number;
    if (edits <= most) tell(values[at] as number, nearness(edits, longer));
  }
}
