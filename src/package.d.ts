/** Only the version is read, so that the bundler drops the rest. */
declare module '*/package.json' {
  export const version: string;
}
