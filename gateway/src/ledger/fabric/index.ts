export { connectFabric } from './connection.ts';
export { type CallObserver, type Deadlines, type FabricProfile, usualDeadlines } from './profile.ts';
