import { readFile } from 'node:fs/promises';
import { type Authority, authorityBundle, derToPem, makeCrls } from '@tocsin/crypto-config';
import { connectFabric } from '@tocsin/gateway/fabric';
import type { Issuer } from '@tocsin/network-fabric';
import type { AgencyCode, Ledger } from '@tocsin/record';
import { agencyKeys } from '../support/agency.ts';
import { certifiedTls } from '../support/node.ts';
import type { FabricHost } from './host.ts';

/** The agencies' authorities as they are now: those that issue or revoke become others. */
export class Authorities {
  readonly #host: FabricHost;
  readonly #now = new Map<string, Authority>();

  constructor(host: FabricHost) {
    this.#host = host;
  }

  of(code: string): Authority {
    return this.#now.get(code) ?? this.#host.authority(code);
  }

  set(code: string, authority: Authority): void {
    this.#now.set(code, authority);
  }

  issuer(code: string): Issuer {
    return {
      bundle: authorityBundle(this.of(code)),
      issue: async (make) => {
        const issued = await make(this.of(code));
        this.set(code, { ...this.of(code), issued: [...this.of(code).issued, issued.entry] });
        return issued;
      },
      crls: async () => {
        const { crls, authority } = await makeCrls(this.of(code));
        this.set(code, authority);
        return crls;
      },
    };
  }

  /** A gateway of an agency that joined later, which the exchange knows nothing of. */
  async connected(code: AgencyCode): Promise<Ledger> {
    const { gateway, gatewayKeys } = await agencyKeys({ code, class: 'labour' }, Date.now, this.of(code));
    const { address, serverName, channel, chaincode, authority } = this.#host.network.connection(code);
    const tls = await certifiedTls(this.of(code), [`gateway.${code}`]);
    const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', gatewayKeys.privateKey));
    const roots = await readFile(authority, 'utf8');
    return connectFabric({
      agency: code,
      channel,
      chaincode,
      peer: { address, serverName, roots, clientCertificate: tls.chain, clientKey: tls.key },
      identity: { certificate: derToPem(gateway.certificate, 'CERTIFICATE'), key: derToPem(key, 'PRIVATE KEY') },
    });
  }
}
