const NAME = 'tocsin';
const SHELF = 'kept';

/** The browser's database of this origin: one shelf of values by name. */
export class Store {
  readonly #database: IDBDatabase;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  static async open(): Promise<Store> {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(SHELF);
    return new Store(await done(opening));
  }

  get<T>(name: string): Promise<T | undefined> {
    return done(this.#shelf('readonly').get(name)) as Promise<T | undefined>;
  }

  async put(name: string, value: unknown): Promise<void> {
    await done(this.#shelf('readwrite').put(value, name));
  }

  /** Puts it only where there is nothing: another tab may have been first. */
  async putNew(name: string, value: unknown): Promise<void> {
    await done(this.#shelf('readwrite').add(value, name)).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'ConstraintError')) throw error;
    });
  }

  async remove(name: string): Promise<void> {
    await done(this.#shelf('readwrite').delete(name));
  }

  /** Names that begin so, in their order. */
  async names(beginning: string): Promise<string[]> {
    const range = IDBKeyRange.bound(beginning, `${beginning}\uffff`);
    return (await done(this.#shelf('readonly').getAllKeys(range))).map(String);
  }

  #shelf(mode: IDBTransactionMode): IDBObjectStore {
    return this.#database.transaction(SHELF, mode).objectStore(SHELF);
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
