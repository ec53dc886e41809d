import { digest, fromBase64url, toBase64url } from '@tocsin/envelope';
import {
  batchRoot,
  blindBatch,
  combineEvaluations,
  dealKey,
  finalize,
  inputOf,
  readTable,
  writeTable,
} from '@tocsin/envelope/blind';
import { type BlindKey, batchKey, blindKeyKey, type StatementType } from '@tocsin/record';
import { expect, test } from 'vitest';
import type { Body, Officer } from '../support/officer.ts';
import type { ServedExchange } from '../support/served.ts';

const ask = { epoch: 1, purpose: 'border-control' } as const;

/** A blind check on any ledger: trustees deal and sign the key, an owner issues a table, another agency asks it unseen. */
export function blindChecks(open: () => Promise<ServedExchange>): void {
  test('an agency asks the table of another, whose words nobody else sees', async () => {
    const exchange = await open();
    const { roster, network } = exchange;
    if (roster === null) throw new Error('no trustees');
    const gatewayOf = (code: string) => {
      const served = exchange.served.get(code);
      if (served === undefined) throw new Error(code);
      return served;
    };
    async function say<T extends StatementType>(officer: Officer, typ: T, body: Body<T>) {
      const { id, jws } = await officer.sign(typ, body);
      await gatewayOf(officer.agency).client(officer).submit(jws);
      return id;
    }

    const { t, epoch, trustees } = roster;
    const ceremony = { network, epoch: 1, t, trustees: trustees.map(({ key }) => fromBase64url(key)) };
    for (const [i, { agency }] of trustees.entries()) {
      const { commitments, knowledge, shares } = dealKey(ceremony, i + 1);
      await say(exchange.agency(agency).keymaster, 'blind.deal/1', {
        ...{ epoch: 1, roster: epoch, commitments: commitments.map(toBase64url) },
        ...{ knowledge: toBase64url(knowledge), shares: shares.map(toBase64url) },
      });
    }
    const { view, follower } = gatewayOf('kh-immigration').gateway;
    const standing = (): BlindKey | undefined => view.state(blindKeyKey(1));
    for (let changed = follower.changed(); standing()?.since == null; changed = follower.changed()) await changed;
    const key = standing() as BlindKey;
    const joint = { t, key: fromBase64url(key.key ?? ''), shares: (key.shares ?? []).map(fromBase64url) };

    async function evaluated(code: string, text: string) {
      const input = inputOf('passport', text);
      const batch = blindBatch([input]);
      const { officer } = exchange.agency(code);
      const id = await say(officer, 'check.batch/1', { ...ask, count: batch.length, root: batchRoot(batch) });
      const words = batch.map(({ element, salt }) => ({ element: toBase64url(element), salt: toBase64url(salt) }));
      const { answers } = await exchange.desk(code).evaluations(id, words);
      const read = answers.map(({ trustee, evaluations, proof }) => {
        return { trustee, evaluations: evaluations.map(fromBase64url), proof: fromBase64url(proof) };
      });
      const elements = batch.map(({ element }) => element);
      const [whole] = combineEvaluations(joint, elements, read);
      const [mine] = batch;
      if (whole === undefined || mine === undefined) throw new Error('nothing evaluated');
      return { id, output: finalize(input, mine.blind, whole) };
    }

    const says = 'นายหน้าเถื่อน (สมมติ)';
    const { output } = await evaluated('th-police', 'TH0000001');
    const bytes = writeTable('th-police', [{ output, text: says }]);
    const issued = { epoch: 1, rows: readTable('th-police', bytes).rows, hash: digest(bytes) };
    await say(exchange.agency('th-police').officer, 'blind.table/1', issued);

    const table = readTable('th-police', bytes);
    const asked = await evaluated('kh-immigration', 'TH0000001');
    expect(table.lookUp(asked.output)).toEqual([says]);
    expect(table.lookUp((await evaluated('kh-immigration', 'TH0000009')).output)).toEqual([]);
    const batch = await exchange.agency('th-police').ledger.state(batchKey(asked.id));
    expect(batch).toMatchObject({ agency: 'kh-immigration', count: 8, demands: [] });
    expect(JSON.stringify(batch)).not.toContain('TH0000001');
  });
}
