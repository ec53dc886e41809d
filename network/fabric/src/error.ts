const rows = {
  GO_MISSING: {
    meaning: "Fabric's commands are not there and cannot be built: Go was not found",
    hint: 'install Go 1.26 or later, or set FABRIC_BIN to a folder with peer, orderer, osnadmin, configtxgen and configtxlator of Fabric 3.1; without them the embedded ledger serves',
  },
  FABRIC_BUILD_FAILED: {
    meaning: "building Fabric's commands failed",
    hint: 'see the last lines of the build above; the module proxy must be reachable on first use',
  },
  FABRIC_COMMAND_MISSING: {
    meaning: "FABRIC_BIN does not hold all of Fabric's commands",
    hint: 'it needs peer, orderer, osnadmin, configtxgen and configtxlator',
  },
  FABRIC_COMMAND_FAILED: {
    meaning: "one of Fabric's commands failed",
    hint: 'its last lines are above; `tocsin network logs` shows what the nodes say',
  },
  UNKNOWN_TOPOLOGY: { meaning: 'no topology has this name', hint: 'use mekong-four or three-raft' },
  UNKNOWN_NODE: { meaning: 'the network has no node of this name', hint: '`tocsin network status` lists them' },
  NETWORK_MISSING: { meaning: 'no network lies in this folder', hint: '`tocsin network up` makes one' },
  NETWORK_EXISTS: { meaning: 'a network of another topology lies in this folder', hint: 'choose another folder' },
  NETWORK_DAMAGED: { meaning: 'the description of the network cannot be read', hint: '`tocsin network reset`' },
  PORT_TAKEN: { meaning: 'a port that the network needs is in use', hint: 'choose other ports with --ports' },
  NODE_ENDED: { meaning: 'a node ended while it was waited for', hint: '`tocsin network logs` shows why' },
  NOT_READY_IN_TIME: {
    meaning: 'the network did not become ready in time',
    hint: '`tocsin network status`, then `tocsin network logs`',
  },
  CHAINCODE_DIFFERS: {
    meaning: 'the network agreed on a chaincode of other sources than these',
    hint: 'bring this installation to the same version, or upgrade the chaincode by majority',
  },
  ALREADY_MEMBER: { meaning: 'the agency takes part in the channel already', hint: 'nothing to do' },
  NOT_MEMBER: { meaning: 'the agency takes no part in the channel', hint: '`tocsin network status` lists who does' },
  LAST_MEMBERS: {
    meaning: 'two agencies are left, and a channel needs two',
    hint: 'export the ledger and end the network with `tocsin network reset`',
  },
  TOO_FEW_ORDERERS: {
    meaning: 'without this orderer fewer than four would order, and then BFT stands none that lies',
    hint: 'let another agency join with its orderer first, then remove this one',
  },
  ORDERER_UNCLEAR: {
    meaning: 'several agencies give out the address of one orderer as their own',
    hint: 'have the agency that does not run it correct its endpoints, or change the channel by hand',
  },
  NOTHING_TO_CHANGE: { meaning: 'the channel is so configured already', hint: 'nothing to do' },
  UPDATE_STALE: {
    meaning: 'the update was made for another configuration of the channel',
    hint: 'propose it again from the newest configuration and collect signatures anew',
  },
  UPDATE_UNREADABLE: {
    meaning: 'the file is no update of a channel',
    hint: 'ask for the file that `--propose` or `--sign` wrote',
  },
  CARD_MALFORMED: {
    meaning: "the file is no agency's card, or its certificates do not belong together",
    hint: 'ask the agency for the card.json of its kit',
  },
  CARD_CONFLICT: {
    meaning: 'the card would replace what this folder knows of its agency',
    hint: 'compare the root with the agency by another way than the file; if it is new, remove `agencies/CODE` here first',
  },
  GENESIS_CONFLICT: {
    meaning: "the channel's first block is not the one that this agency can have agreed to",
    hint: 'do not enter: have the agencies read out the code of their block, and meet every agency whose root you have compared',
  },
  KIT_PATH: {
    meaning: 'the path cannot stand in a systemd unit as it is',
    hint: 'use a folder whose path has letters, digits, and ./@+-_ only',
  },
  NOT_A_KIT: {
    meaning: 'the folder is no kit: systemd runs none of its nodes',
    hint: 'name the folder that `tocsin network kit` made',
  },
  ADDRESS_UNKNOWN: {
    meaning: 'no address can be found for a host',
    hint: 'check the name and the name service, or have it known by its address',
  },
  ADMINISTRATOR_MISSING: {
    meaning: "this folder holds no administrator's key for what is asked",
    hint: "run it on the agency's own host, in its kit's folder",
  },
  APPROVALS_MISSING: {
    meaning: 'too few agencies have approved the definition of the chaincode',
    hint: 'the others run `tocsin network upgrade` on their hosts; then again here',
  },
} as const;

export type FabricErrorCode = keyof typeof rows;

/** Every way in which running Fabric can fail: what it means and what to do about it. */
export const fabricErrors: Readonly<Record<FabricErrorCode, { readonly meaning: string; readonly hint: string }>> =
  rows;

/** A failure of the network's operation. `detail` names a node, port or command and quotes its last lines, never a key. */
export class FabricError extends Error {
  readonly code: FabricErrorCode;
  readonly detail: string | undefined;
  constructor(code: FabricErrorCode, detail?: string) {
    super(detail === undefined ? rows[code].meaning : `${rows[code].meaning}: ${detail}`);
    this.name = 'FabricError';
    this.code = code;
    this.detail = detail;
  }
}
