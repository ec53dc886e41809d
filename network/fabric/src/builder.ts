import { writeFolder } from './files.ts';

/** The three scripts by which a peer takes a package of type `ccaas`: it holds an address, nothing to build. */
export const writeBuilder = (folder: string): Promise<void> =>
  writeFolder(
    folder,
    {
      'bin/detect': '#!/bin/sh\n# detect SOURCE METADATA\ngrep -q \'"type":"ccaas"\' "$2/metadata.json"\n',
      'bin/build': '#!/bin/sh\n# build SOURCE METADATA OUTPUT\ncp "$1/connection.json" "$3/connection.json"\n',
      'bin/release':
        '#!/bin/sh\n# release BUILT RELEASE\nmkdir -p "$2/chaincode/server"\ncp "$1/connection.json" "$2/chaincode/server/connection.json"\n',
    },
    0o700,
  );
