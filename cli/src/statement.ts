export { type Author, type Body, type Draft, draftFor, signed } from '@tocsin/gateway/api';
