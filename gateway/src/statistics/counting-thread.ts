import { parentPort, workerData } from 'node:worker_threads';
import { statistics } from '@tocsin/audit';
import { trailOf } from '../view/trail.ts';
import { View } from '../view/view.ts';
import type { Count } from './counting.ts';

const { file, agency, current } = workerData as Count;
const view = View.standing(file, agency);
try {
  parentPort?.postMessage(statistics(trailOf(view), { current }));
} finally {
  view.close();
}
