/** The part of `tr46` that is used here; the package brings no types of its own. */
declare module 'tr46' {
  export interface Tr46Options {
    readonly checkBidi?: boolean;
    readonly checkHyphens?: boolean;
    readonly checkJoiners?: boolean;
    readonly useSTD3ASCIIRules?: boolean;
    readonly verifyDNSLength?: boolean;
    readonly transitionalProcessing?: boolean;
  }
  /** The name in A-labels, or `null` when a rule is broken. */
  export function toASCII(name: string, options?: Tr46Options): string | null;
  export function toUnicode(
    name: string,
    options?: Tr46Options,
  ): { readonly domain: string; readonly error: boolean };
}
