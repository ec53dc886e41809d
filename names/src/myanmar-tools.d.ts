/** The package has no types of its own; these are the calls used here (its 1.1.3). */
declare module 'myanmar-tools' {
  const tools: {
    ZawgyiDetector: new () => { getZawgyiProbability(text: string): number };
    ZawgyiConverter: new () => { zawgyiToUnicode(text: string): string };
  };
  export default tools;
}
