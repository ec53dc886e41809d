import type { LedgerTrail, ToldStatement } from '@tocsin/audit';
import { parseStatement } from '@tocsin/envelope/verify';
import type { Instant, StateKey, StateKind, StateOf } from '@tocsin/record';
import { lastBlockTime } from './events.ts';
import type { View } from './view.ts';

/** The view as a trail of the ledger: the same statements and state that somebody reads out of its blocks. */
export function trailOf(view: View): LedgerTrail {
  const { checkpoint } = view;
  const read = new Map<string, unknown>();
  return {
    reach: checkpoint === null ? null : { block: String(checkpoint.number), hash: checkpoint.hash, at: lastTime(view) },
    told: (...types) => told(view, types),
    state<K extends StateKind>(key: StateKey<K>): StateOf[K] | undefined {
      // The same few agencies and agreements stand behind thousands of records.
      if (!read.has(key)) read.set(key, view.state(key));
      return read.get(key) as StateOf[K] | undefined;
    },
  };
}

/** The latest ledger time: a block of configuration has none of its own. */
function lastTime(view: View): Instant {
  const statement = String(view.row('SELECT MAX(at) AS at FROM statement')?.at ?? '');
  const block = lastBlockTime(view) ?? '';
  return block > statement ? block : statement;
}

function told(view: View, types: readonly string[]): ToldStatement[] {
  const sql = `SELECT id, typ, agency, officer, tx, CAST(block AS TEXT) AS block, position, at FROM statement
    WHERE typ IN (SELECT value FROM json_each(?)) ORDER BY statement.block, position`;
  return view.rows(sql, JSON.stringify(types)).map((row) => ({
    id: String(row.id),
    typ: String(row.typ),
    agency: String(row.agency),
    officer: String(row.officer),
    at: String(row.at),
    block: String(row.block),
    transaction: String(row.tx),
    index: Number(row.position),
    // Most of them are only counted: what they say is read when somebody asks, and all of it at once would be gigabytes.
    get payload() {
      return parseStatement(String(view.row('SELECT jws FROM statement WHERE id = ?', String(row.id))?.jws)).payload;
    },
  }));
}
