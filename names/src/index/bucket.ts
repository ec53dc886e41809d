import { IntList } from './lists.ts';
import { type BitPattern, LONGEST_PATTERN } from './myers.ts';

/** Below this two shapes have nothing to do with each other. */
const LEAST = 0.62;
/** New shapes wait for so many, and a part of those in order, before all are put in order. */
const WAITING = 8;
const PART = 3;

/** By the letters of the longer one, how many edits leave two shapes near enough. */
const MOST_EDITS = Uint8Array.from({ length: LONGEST_PATTERN + 1 }, (_, letters) => {
  let edits = 0;
  while (nearness(edits + 1, letters) >= LEAST) edits += 1;
  return edits;
});

function nearness(edits: number, letters: number): number {
  return 1 - edits / (letters + 1);
}

/** The text that is read now; texts are read one at a time. */
const text = new Uint8Array(LONGEST_PATTERN);

/** Shapes that share a key, in alphabetical order: what one has in common with the one before is compared once. */
export class Bucket {
  #shapes = new Int32Array(0);
  /** For each shape: how many letters it shares with the one before, how many it has, and the rest of them. */
  #letters = new Uint8Array(0);
  /** Not in order yet. */
  readonly #waiting = new IntList(2);

  push(shape: number, classes: readonly string[]): void {
    this.#waiting.push(shape);
    if (this.#waiting.length > WAITING + this.#shapes.length / PART) this.#putInOrder(classes);
  }

  #putInOrder(classes: readonly string[]): void {
    const all = [...this.#shapes, ...this.#waiting.values.subarray(0, this.#waiting.length)];
    const named = all.map((shape) => ({ shape, name: classes[shape] as string }));
    named.sort((one, other) => (one.name < other.name ? -1 : 1));
    const letters: number[] = [];
    let before = '';
    for (const { name } of named) {
      const shared = sharedLetters(before, name);
      letters.push(shared, name.length);
      for (let at = shared; at < name.length; at += 1) letters.push(name.charCodeAt(at));
      before = name;
    }
    this.#shapes = Int32Array.from(named.map(({ shape }) => shape));
    this.#letters = Uint8Array.from(letters);
    this.#waiting.length = 0;
  }

  /** Tells of each shape near the pattern how near it is, 0.62 to 1. */
  search(pattern: BitPattern, classes: readonly string[], tell: (shape: number, near: number) => void): void {
    const shapes = this.#shapes;
    const letters = this.#letters;
    const asked = pattern.length;
    let place = 0;
    let known = 0;
    for (let at = 0; at < shapes.length; at += 1) {
      const shared = letters[place] as number;
      const length = letters[place + 1] as number;
      place += 2;
      for (let letter = shared; letter < length; letter += 1) {
        text[letter] = letters[place] as number;
        place += 1;
      }
      if (shared < known) known = shared;
      const longer = length > asked ? length : asked;
      const most = MOST_EDITS[longer] as number;
      // The lengths alone may say it.
      if (length - asked > most || asked - length > most) continue;
      const edits = pattern.distance(text, length, known);
      known = length;
      if (edits <= most) tell(shapes[at] as number, nearness(edits, longer));
    }
    for (let at = 0; at < this.#waiting.length; at += 1) {
      const shape = this.#waiting.at(at);
      const name = classes[shape] as string;
      for (let letter = 0; letter < name.length; letter += 1) text[letter] = name.charCodeAt(letter);
      const longer = Math.max(name.length, asked);
      const edits = pattern.distance(text, name.length);
      if (edits <= (MOST_EDITS[longer] as number)) tell(shape, nearness(edits, longer));
    }
  }
}

function sharedLetters(one: string, other: string): number {
  let count = 0;
  while (count < one.length && one[count] === other[count]) count += 1;
  return count;
}
