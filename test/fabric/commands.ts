import { fabricCommands } from '@tocsin/network-fabric';

/** Builds Fabric's commands before two files would at once. */
export default async function setup(): Promise<void> {
  await fabricCommands({ progress: (line) => process.stdout.write(`${line}\n`) });
}
