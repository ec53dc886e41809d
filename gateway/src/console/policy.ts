/**
 * What the page may do: run this origin's scripts and ask this origin. No inline script or style, no frame, no form, no
 * other origin; strings become code nowhere (Trusted Types), but for the one policy that names the worker's script.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types tocsin-worker',
].join('; ');

/** A worker has the policy that its own script came with: here alone WebAssembly may be compiled, for the cipher. */
export const workerPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');
