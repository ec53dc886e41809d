import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** How a peer reaches its chaincode's service: both sides show certificates. PEM texts. */
export interface ServiceConnection {
  readonly address: string;
  readonly authority: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

export interface ChaincodePackage {
  readonly bytes: Uint8Array;
  /** `label:sha256`, as the peer will call it. */
  readonly id: string;
}

/**
 * A package of type `ccaas`. It holds no code: the label carries the digest of the sources that the service must have.
 * The same input gives the same bytes. It holds the peer's client key, so it stays with the agency.
 */
export function chaincodePackage(label: string, connection: ServiceConnection): ChaincodePackage {
  const { address, authority, clientCertificate, clientKey } = connection;
  const server = {
    address,
    dial_timeout: '5s',
    tls_required: true,
    client_auth_required: true,
    client_key: clientKey,
    client_cert: clientCertificate,
    root_cert: authority,
  };
  const code = archive({ 'connection.json': JSON.stringify(server) });
  const bytes = archive({ 'metadata.json': JSON.stringify({ type: 'ccaas', label }), 'code.tar.gz': code });
  return { bytes, id: `${label}:${createHash('sha256').update(bytes).digest('hex')}` };
}

const BLOCK = 512;

/** A gzipped tar (POSIX ustar) of a few files, without owner or time. */
function archive(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const bytes = Buffer.from(content as string);
    return [header(name, bytes.length), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]));
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  block.write(name, 0);
  block.write(octal(0o600, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return block;
}
