import type { Terminal } from '../../terminal.ts';
import { noun } from '../../verb.ts';
import { drillRecovery } from './drill.ts';
import { restoreKeys } from './restore.ts';
import { splitRecovery } from './split.ts';

export const keyRecovery = (terminal: Terminal) =>
  noun('recovery', "the agency's offline recovery key, which several people hold together", [
    splitRecovery(terminal),
    drillRecovery(terminal),
    restoreKeys(terminal),
  ]);
