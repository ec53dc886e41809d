export {
  type Authority,
  type AuthorityBundle,
  type AuthorityRequest,
  authorityBundle,
  type CertificateAuthority,
  type CertificateKind,
  createAuthority,
  type IssuedEntry,
  type IssuerName,
  type RevocationReason,
  recordIssued,
} from './authority.ts';
export { makeCsr, readCsr } from './csr.ts';
export { CryptoConfigError, type CryptoConfigErrorCode, cryptoConfigErrors } from './error.ts';
export { AuthorityFolder } from './folder.ts';
export {
  type GatewayRequest,
  type Issued,
  issueGateway,
  issueNode,
  issueOfficer,
  issueTls,
  type NodeRequest,
  type OfficerRequest,
  type SubjectKey,
  type TlsRequest,
} from './issue.ts';
export { decryptKey, encryptKey } from './key.ts';
export { readKeyFile, writeKeyFile } from './key-file.ts';
export { type FileTexts, localMspFolder, type MspIdentity, type MspRequest, mspFolder } from './msp.ts';
export { derToPem, type PemLabel, pemToDer } from './pem.ts';
export { type ImportedIdentity, importPkcs12 } from './pkcs12.ts';
export { type Crls, makeCrls, revoke } from './revoke.ts';
export { type VerifiedCertificate, type VerifyOptions, verifyIssued } from './verify.ts';
