/** A style sheet, which the bundler turns into a file of its own. */
declare module '*.css';
