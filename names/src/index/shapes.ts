import { bits } from './bits.ts';
import { IntList } from './lists.ts';
import { BitPattern, LONGEST_PATTERN } from './myers.ts';
import { consonantsOf, keysOf } from './skeleton.ts';

/** Below this two shapes have nothing to do with each other. */
const LEAST = 0.74;

/** By the letters of the longer one, how many edits leave two shapes near enough. */
const MOST_EDITS = Uint8Array.from({ length: LONGEST_PATTERN + 1 }, (_, letters) => {
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
  /** Two numbers for each: the shape, and the marks of its letters. */
  readonly shapes: IntList;
  /** When it was last looked through. */
  turn: number;
}

/** What is asked for. */
interface Asked {
  readonly consonants: string;
  readonly marks: number;
}

type Tell = (shape: number, near: number) => void;

/** The shapes of an index: classes of sounds, each kept once, found by what is near them. */
export class Shapes {
  readonly #ids = new Map<string, number>();
  readonly #classes: string[] = [];
  readonly #groups = new Map<string, Group>();
  /** Key of consonants -> groups that have it. */
  readonly #byKey = new Map<string, Group[]>();
  readonly #pattern = new BitPattern();
  #turn = 0;

  /** The number of a shape; a new one has the next. */
  idOf(classes: string): number {
    const known = this.#ids.get(classes);
    if (known !== undefined) return known;
    const shape = this.#classes.push(classes) - 1;
    this.#ids.set(classes, shape);
    const { shapes } = this.#groupOf(consonantsOf(classes));
    shapes.push(shape);
    shapes.push(marksOf(classes));
    return shape;
  }

  #groupOf(consonants: string): Group {
    const known = this.#groups.get(consonants);
    if (known !== undefined) return known;
    const group = { consonants, shapes: new IntList(2), turn: 0 };
    this.#groups.set(consonants, group);
    for (const key of keysOf(consonants)) {
      const groups = this.#byKey.get(key);
      if (groups === undefined) this.#byKey.set(key, [group]);
      else groups.push(group);
    }
    return group;
  }

  /** Tells once of each shape that is near and shares a key of consonants, how near it is: 0.74 to 1. */
  near(classes: string, tell: Tell): void {
    this.#pattern.set(classes);
    this.#turn += 1;
    const asked = { consonants: consonantsOf(classes), marks: marksOf(classes) };
    for (const key of keysOf(asked.consonants)) {
      for (const group of this.#byKey.get(key) ?? []) {
        if (group.turn === this.#turn) continue;
        group.turn = this.#turn;
        this.#search(group, asked, tell);
      }
    }
  }

  #search({ consonants, shapes }: Group, asked: Asked, tell: Tell): void {
    const more = asked.consonants.length - consonants.length;
    const apart = more === 0 ? placesApart(asked.consonants, consonants) : 1;
    // One in place of another; two places apart it may be one that moved, of which the letters do not tell.
    const [lost, added] = [apart === 1 && more >= 0 ? 1 : 0, apart === 1 && more <= 0 ? 1 : 0];
    const { values, length } = shapes;
    for (let at = 0; at < length; at += 2) {
      const marks = values[at + 1] as number;
      const letters = marks >>> LENGTH_BIT;
      const longer = Math.max(letters, this.#pattern.length);
      const most = MOST_EDITS[longer] as number;
      if (apart > most || lost + bits(asked.marks & ~marks & VOWELS) > most) continue;
      if (added + bits(marks & ~asked.marks & VOWELS) > most) continue;
      const shape = values[at] as number;
      const edits = this.#pattern.distance(this.#classes[shape] as string);
      if (edits <= most) tell(shape, nearness(edits, longer));
    }
  }
}

/** How many letters of two texts of one length differ; two stand for more. */
function placesApart(one: string, other: string): number {
  let apart = 0;
  for (let at = 0; at < one.length && apart < 2; at += 1) if (one.charCodeAt(at) !== other.charCodeAt(at)) apart += 1;
  return apart;
}

const LENGTH_BIT = 24;
const VOWELS = (1 << LENGTH_BIT) - 1;
const VOWEL_BITS = 8;

/** The length of a shape, and for each vowel as many bits as it has of it, eight at most: what differs, edits must change. */
function marksOf(classes: string): number {
  let marks = 0;
  for (const [place, vowel] of ['a', 'i', 'u'].entries()) {
    const count = Math.min(VOWEL_BITS, classes.split(vowel).length - 1);
    marks |= ((1 << count) - 1) << (place * VOWEL_BITS);
  }
  return (classes.length << LENGTH_BIT) | marks;
}
