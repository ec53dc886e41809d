import { across, between, gapEdits, gapsOf, NOTHING } from './gaps.ts';
import { IntList } from './lists.ts';
import { consonantsOf, keysOf, LONGEST } from './skeleton.ts';

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

/** Shapes of the same consonants. */
interface Group {
  readonly consonants: string;
  /** For each the shape, how many letters it has, and its gaps. */
  readonly shapes: IntList;
  readonly gaps: number;
  /** When it was last looked through. */
  turn: number;
}
const SHAPE_FIELDS = 2;

/** What is asked for. */
interface Asked {
  readonly consonants: string;
  readonly letters: number;
  readonly gaps: readonly number[];
}

type Tell = (shape: number, near: number) => void;

/** Where the edits to each gap of a group begin, for what is asked now. */
const rows = new Int32Array(LONGEST + 1);

/**
 * The shapes of an index: classes of sounds, each kept once. Two are near that have the same consonants, or one more, or
 * one in place of another, and differ little in the vowels between them: edits are looked up gap by gap.
 */
export class Shapes {
  readonly #ids = new Map<string, number>();
  readonly #groups = new Map<string, Group>();
  /** Key of consonants -> groups that have it. */
  readonly #byKey = new Map<string, Group[]>();
  #turn = 0;

  /** The number of a shape; a new one has the next. */
  idOf(classes: string): number {
    const known = this.#ids.get(classes);
    if (known !== undefined) return known;
    const shape = this.#ids.size;
    this.#ids.set(classes, shape);
    const gaps = gapsOf(classes);
    const { shapes } = this.#groupOf(consonantsOf(classes), gaps.length);
    for (const value of [shape, classes.length, ...gaps]) shapes.push(value);
    return shape;
  }

  #groupOf(consonants: string, gaps: number): Group {
    const known = this.#groups.get(consonants);
    if (known !== undefined) return known;
    const group = { consonants, shapes: new IntList(SHAPE_FIELDS + gaps), gaps, turn: 0 };
    this.#groups.set(consonants, group);
    for (const key of keysOf(consonants)) {
      const groups = this.#byKey.get(key);
      if (groups === undefined) this.#byKey.set(key, [group]);
      else groups.push(group);
    }
    return group;
  }

  /** Tells of each shape that is near, how near it is, 0.74 to 1; where it is in two ways, of both. */
  near(classes: string, tell: Tell): void {
    this.#turn += 1;
    const asked = { consonants: consonantsOf(classes), letters: classes.length, gaps: gapsOf(classes) };
    for (const key of keysOf(asked.consonants)) {
      for (const group of this.#byKey.get(key) ?? []) {
        if (group.turn === this.#turn) continue;
        group.turn = this.#turn;
        search(group, asked, tell);
      }
    }
  }
}

function search(group: Group, asked: Asked, tell: Tell): void {
  const [mine, theirs] = [asked.consonants, group.consonants];
  const more = mine.length - theirs.length;
  const first = firstApart(mine, theirs);
  if (more === 0) {
    setRows(asked, 0, group.gaps, 0);
    if (first === mine.length) compare(group, asked, 0, tell);
    else if (mine.slice(first + 1) === theirs.slice(first + 1)) compare(group, asked, 1, tell);
    return;
  }
  // The consonant that one of them has more, or its like before it.
  const longer = more > 0 ? mine : theirs;
  for (let place = first; place >= 0 && longer[place] === longer[first]; place -= 1) {
    if (more > 0) compareWithoutOne(group, asked, place, tell);
    else compareWithOne(group, asked, place, tell);
  }
}

/** Gaps from one up to another stand for those asked for, so many places further. */
function setRows({ gaps }: Asked, from: number, to: number, further: number): void {
  for (let at = from; at < to; at += 1) rows[at] = between(gaps[at + further] as number);
}

/** What is asked for has a consonant more. */
function compareWithoutOne(group: Group, asked: Asked, place: number, tell: Tell): void {
  setRows(asked, 0, place, 0);
  rows[place] = across(asked.gaps[place] as number, asked.gaps[place + 1] as number);
  setRows(asked, place + 1, group.gaps, 1);
  compare(group, asked, 0, tell);
}

/** The shapes have a consonant more: two of their gaps stand for one. */
function compareWithOne(group: Group, asked: Asked, place: number, tell: Tell): void {
  setRows(asked, 0, place, 0);
  rows[place] = NOTHING;
  rows[place + 1] = NOTHING;
  setRows(asked, place + 2, group.gaps, -1);
  compare(group, asked, 0, tell, place);
}

/** Tells of the shapes of a group that are near; `pair` is the first of two gaps that stand for one, if any do. */
function compare({ shapes, gaps }: Group, asked: Asked, cost: number, tell: Tell, pair = -1): void {
  const { values, length } = shapes;
  const single = pair === -1 ? 0 : (asked.gaps[pair] as number);
  for (let at = 0; at < length; at += SHAPE_FIELDS + gaps) {
    const letters = values[at + 1] as number;
    const longer = letters > asked.letters ? letters : asked.letters;
    const most = MOST_EDITS[longer] as number;
    const first = at + SHAPE_FIELDS;
    let edits = cost;
    if (pair !== -1)
      edits += gapEdits[across(values[first + pair] as number, values[first + pair + 1] as number) + single] as number;
    for (let gap = 0; gap < gaps && edits <= most; gap += 1)
      edits += gapEdits[(rows[gap] as number) + (values[first + gap] as number)] as number;
    if (edits <= most) tell(values[at] as number, nearness(edits, longer));
  }
}

function firstApart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}
