/**
 * Tells the browser where the scripts' fonts are, behind the first view. A font itself is fetched when a text on the
 * screen has characters of it.
 */
export const offerFonts = (): Promise<unknown> => import('./fonts.css');

/** The same for Chinese, whose list of pieces is itself as large as the first view. */
export const offerChinese = (): Promise<unknown> => import('./fonts-chinese.css');
