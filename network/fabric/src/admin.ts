import { join } from 'node:path';
import { run } from './command.ts';
import type { FabricCommands } from './commands.ts';
import { writeFolder } from './files.ts';
import { agencyFolder } from './layout.ts';
import { addressOf, localAddressOf, type Site } from './site.ts';

/** The administrator's core.yaml: with FABRIC_CFG_PATH set to this folder, `peer` speaks to the agency's own peer. */
export const writeAdminConfig = (root: string, site: Site): Promise<void> =>
  writeFolder(agencyFolder(root, site.agency).admin, {
    'core.yaml': `peer:
  address: ${addressOf(site, 'peer')}
  localMspId: ${site.agency}
  mspConfigPath: msp
  BCCSP: {Default: SW, SW: {Hash: SHA2, Security: 256}}
  tls:
    enabled: true
    clientAuthRequired: true
    rootcert: {file: tls/authority.pem}
    clientCert: {file: tls/chain.pem}
    clientKey: {file: tls/key.pem}
  client: {connTimeout: 5s}
`,
  });

/** Longest that one of `peer`'s commands may take, its own waiting included. */
const COMMAND_MS = 120_000;

/** An agency's administrator at Fabric's commands. */
export class Admin {
  readonly root: string;
  readonly site: Site;
  readonly #commands: FabricCommands;

  constructor(root: string, site: Site, commands: FabricCommands) {
    this.root = root;
    this.site = site;
    this.#commands = commands;
  }

  /** The agency's own TLS authority, certificate and key. */
  get tls(): { readonly authority: string; readonly certificate: string; readonly key: string } {
    const folder = join(agencyFolder(this.root, this.site.agency).admin, 'tls');
    return {
      authority: join(folder, 'authority.pem'),
      certificate: join(folder, 'chain.pem'),
      key: join(folder, 'key.pem'),
    };
  }

  /** Runs `peer`, as this administrator, at this agency's peer. */
  peer(...args: readonly string[]): Promise<string> {
    const { admin } = agencyFolder(this.root, this.site.agency);
    const env = { FABRIC_CFG_PATH: admin, FABRIC_LOGGING_SPEC: 'error' };
    return run(this.#commands.peer, args, { cwd: admin, env, enter: this.site.enter, timeout: COMMAND_MS });
  }

  /** Arguments that lead a command of this administrator to an agency's orderer; default its own. */
  orderer({ site, tls: { authority } }: Pick<Admin, 'site' | 'tls'> = this): string[] {
    const { certificate, key } = this.tls;
    const target = ['-o', addressOf(site, 'orderer'), '--tls', '--cafile', authority];
    return [...target, '--clientauth', '--certfile', certificate, '--keyfile', key];
  }

  /** Runs `osnadmin channel` at this agency's orderer, whose administration listens on its own host alone. */
  osnadmin(action: string, ...args: readonly string[]): Promise<string> {
    const { authority, certificate, key } = this.tls;
    const target = ['-o', localAddressOf(this.site, 'ordererAdmin'), '--ca-file', authority];
    const own = ['--client-cert', certificate, '--client-key', key];
    return run(this.#commands.osnadmin, ['channel', action, ...target, ...own, ...args], { enter: this.site.enter });
  }
}
