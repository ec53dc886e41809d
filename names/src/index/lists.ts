/** A list of whole numbers that grows in one typed array. */
export class IntList {
  /** Longer than the list; read up to `length`, and again after a push. */
  values: Int32Array;
  length = 0;

  constructor(capacity = 4) {
    this.values = new Int32Array(capacity);
  }

  push(value: number): void {
    this.grow(1);
    this.values[this.length - 1] = value;
  }

  /** Makes the list longer by so many zeros. */
  grow(by: number): void {
    this.length += by;
    if (this.length > this.values.length) this.values = grown(this.values, this.length);
  }

  at(index: number): number {
    return this.values[index] as number;
  }
}

function grown(values: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(4, values.length * 2, atLeast));
  larger.set(values);
  return larger;
}
