import sodium from 'libsodium-wrappers';

// Awaited once here, so that everything built on it is ready as soon as it can be imported.
await sodium.ready;

export { sodium };
