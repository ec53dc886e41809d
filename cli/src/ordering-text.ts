/** How a channel is ordered, for people. */
export const orderingText = (consensus: 'BFT' | 'etcdraft' | 'bft' | 'raft'): string =>
  consensus.toLowerCase() === 'bft' ? 'byzantine-fault-tolerant ordering' : 'crash-tolerant ordering (Raft)';
