import { BlindAnswer } from '../api/blind.ts';
import type { Api, Services } from '../services.ts';
import { problems, signed } from './route.ts';

/** `GET /v1/blind`: keys for blind checks, made and in the making, and the tables that owners have issued. */
export function getBlind(app: Api, { view }: Services): void {
  const schema = {
    ...signed,
    summary: 'keys for blind checks by epoch, and the tables issued under them',
    response: { 200: BlindAnswer, ...problems },
  };
  app.get('/v1/blind', { schema }, () => ({
    keys: view.statesUnder('blind-key').sort((a, b) => a.epoch - b.epoch),
    tables: view.statesUnder('blind-table'),
  }));
}
