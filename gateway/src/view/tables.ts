/** Raise it with every change below: a view of another version is thrown away and built again from block 0. */
export const VIEW_VERSION = 7;

/**
 * Everything here follows from the blocks and nothing else, so that a view built again is equal to the one before.
 * `state` is the ledger's public state as the valid transactions wrote it; the tables below it are its indexes.
 * `entry` and `node` are the ledger's tree (docs/spec/mirror-log.md).
 */
export const tables = `
  CREATE TABLE checkpoint (only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
  CREATE TABLE statement (
    id TEXT PRIMARY KEY, typ TEXT NOT NULL, agency TEXT NOT NULL, officer TEXT NOT NULL, tx TEXT NOT NULL,
    block INTEGER NOT NULL, position INTEGER NOT NULL, at TEXT NOT NULL, jws TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE record (
    id TEXT PRIMARY KEY, author TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, ended INTEGER NOT NULL,
    precedence TEXT NOT NULL, posted TEXT NOT NULL, due_ack TEXT NOT NULL, due_answer TEXT NOT NULL,
    retain TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX record_by_author ON record (author, posted DESC, id);
  CREATE TABLE addressee (
    record TEXT NOT NULL, agency TEXT NOT NULL, progress TEXT NOT NULL, acknowledged INTEGER NOT NULL,
    answered INTEGER NOT NULL, PRIMARY KEY (record, agency)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX addressee_by_agency ON addressee (agency, record);
  CREATE TABLE item (id TEXT PRIMARY KEY, record TEXT NOT NULL, posted TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX item_by_record ON item (record, posted, id);
  CREATE TABLE access (
    id TEXT PRIMARY KEY, record TEXT NOT NULL, officer TEXT NOT NULL, agency TEXT NOT NULL, owner TEXT NOT NULL,
    at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX access_by_time ON access (at DESC, id);
  CREATE INDEX access_by_record ON access (record, at DESC, id);
  CREATE TABLE batch (
    id TEXT PRIMARY KEY, agency TEXT NOT NULL, at TEXT NOT NULL, demanded INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX batch_by_time ON batch (at DESC, id);
  CREATE INDEX batch_by_agency ON batch (agency, at DESC, id);
  CREATE INDEX batch_demanded ON batch (at DESC, id) WHERE demanded = 1;
  CREATE TABLE leased (record TEXT NOT NULL, lease TEXT NOT NULL, PRIMARY KEY (record, lease)) STRICT, WITHOUT ROWID;
  CREATE TABLE listing (record TEXT PRIMARY KEY, status TEXT NOT NULL, review_at TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE licence (
    key TEXT PRIMARY KEY, authority TEXT NOT NULL, number TEXT NOT NULL, block INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX licence_by_number ON licence (number, key);
  CREATE INDEX licence_by_block ON licence (block, key);
  CREATE TABLE registration (handle TEXT PRIMARY KEY, statement TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE event (
    block INTEGER NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (block, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE ledger_start (only INTEGER PRIMARY KEY CHECK (only = 1), hash TEXT NOT NULL) STRICT;
  CREATE TABLE entry (
    position INTEGER PRIMARY KEY, block INTEGER NOT NULL, place INTEGER NOT NULL, txid TEXT NOT NULL,
    code TEXT NOT NULL, envelope TEXT NOT NULL
  ) STRICT;
  CREATE INDEX entry_by_block ON entry (block, position);
  CREATE INDEX entry_by_txid ON entry (txid);
  CREATE TABLE node (
    level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, position)
  ) STRICT, WITHOUT ROWID;
`;

export const tableNames = [
  'checkpoint',
  'statement',
  'state',
  'record',
  'addressee',
  'item',
  'access',
  'batch',
  'leased',
  'listing',
  'licence',
  'registration',
  'event',
  'ledger_start',
  'entry',
  'node',
] as const;
