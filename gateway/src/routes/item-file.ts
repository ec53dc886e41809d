import { itemKey, mustBeReadable, mustConcern, Refusal, recordKey } from '@tocsin/record';
import Type from 'typebox';
import { sealedFile } from '../access/openable.ts';
import { Snapshot } from '../access/snapshot.ts';
import { ById } from '../api/query.ts';
import type { Api, Services } from '../services.ts';
import { officerOf, problems, signed } from './route.ts';

/** `GET /v1/items/:id/file`: the sealed file, to officers of the author's and the addressees' agencies only. */
export function getItemFile(app: Api, { agency, ledger, view, clock }: Services): void {
  const schema = {
    ...signed,
    summary: 'the sealed file of a record or follow-up: ciphertext',
    params: ById,
    response: {
      200: {
        description: 'age v1 file',
        content: { 'application/octet-stream': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) } },
      },
      ...problems,
    },
  };
  app.get('/v1/items/:id/file', { schema }, async (request, reply) => {
    const { id } = request.params;
    // Who audits learns who, when and why; not even ciphertext is needed for that.
    if (officerOf(request).roles.every((role) => role === 'auditor')) throw new Refusal('ROLE_LACKING', 'reader');
    const record = view.state(itemKey(id))?.record;
    const state = new Snapshot(ledger, [itemKey(id), ...(record === undefined ? [] : [recordKey(record)])]);
    // Asked for in the same question; whether it is handed out is decided first.
    const fetched = record === undefined ? undefined : ledger.sealed(id);
    fetched?.catch(() => undefined);
    const item = await state.state(itemKey(id));
    if (item === undefined) throw new Refusal('UNKNOWN_RECORD', id);
    mustConcern(item, agency, clock().toISOString());
    const head = await state.state(recordKey(item.record));
    if (head === undefined) throw new Refusal('UNKNOWN_RECORD', id);
    // A device that kept a file's key must not fetch the file once its author has taken it back.
    mustBeReadable(head, clock().toISOString());
    const file = await sealedFile({ sealed: (of) => fetched ?? ledger.sealed(of) }, item);
    return reply.type('application/octet-stream').send(Buffer.from(file.buffer, file.byteOffset, file.length));
  });
}
