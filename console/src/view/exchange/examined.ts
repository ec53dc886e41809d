import type { Examined, PartName } from '@tocsin/device/doctor';
import { ask } from '../../app/worker.ts';

/** A part of the exchange and what of it is wrong: the worker asks the gateway and knows the rules. @throws Told */
export const examined = <P extends PartName>(part: P): Promise<Examined<P>> =>
  ask('examine', part) as Promise<Examined<P>>;
