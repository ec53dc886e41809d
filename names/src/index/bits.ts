/** How many bits are set (H. S. Warren, Hacker's Delight, 5-1). */
export function bits(of: number): number {
  let sum = of - ((of >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
