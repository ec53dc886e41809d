import { pathFrom } from '../file.ts';
import type { Terminal } from '../terminal.ts';
import { type Examples, verb } from '../verb.ts';

export interface NetworkOptions {
  readonly folder: string;
}

/** A command of those who run nodes: it works on the folder of a network. */
export function networkVerb(name: string, words: string, examples: Examples) {
  return verb(name, words, examples).option('--folder <folder>', 'folder of the network', '.tocsin/network');
}

/** The folder named, absolute. */
export const networkFolder = (terminal: Terminal, { folder }: NetworkOptions): string =>
  pathFrom(terminal.folder, folder);

/** A command on the same network, to be tried next. */
export const onNetwork = (command: string, { folder }: NetworkOptions): string =>
  `tocsin network ${command}${folder === '.tocsin/network' ? '' : ` --folder ${folder}`}`;
