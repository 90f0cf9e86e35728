/** Response codes by number, in the spelling of dig (RFC 1035 4.1.1, RFC 2136 2.2, RFC 6891 9, RFC 7873 8). */
const RCODES: ReadonlyMap<number, string> = new Map([
  ...[
    'NOERROR',
    'FORMERR',
    'SERVFAIL',
    'NXDOMAIN',
    'NOTIMP',
    'REFUSED',
    'YXDOMAIN',
    'YXRRSET',
    'NXRRSET',
    'NOTAUTH',
    'NOTZONE',
  ].map((name, code) => [code, name] as const),
  [16, 'BADVERS'],
  [23, 'BADCOOKIE'],
]);
const NAMES = new Set(RCODES.values());

/** The name of a response code, 0-4095; `RCODE11` where it has none. */
export const rcodeName = (code: number): string => RCODES.get(code) ?? `RCODE${code}`;

export const isRcodeName = (word: string): boolean => NAMES.has(word);
