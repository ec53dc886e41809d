export { type Body, draftFor, signed } from '@tocsin/gateway/api';
