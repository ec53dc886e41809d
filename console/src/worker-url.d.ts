declare module '*?worker&url' {
  /** Address of the worker's script. */
  const url: string;
  export default url;
}
