import type { CustomScheme, Protocol } from 'electron';
import { notHere, refusing } from '../refuse.ts';
import { registerScheme } from '../urls.ts';

type Handler = Parameters<Protocol['handle']>[1];
type Members = Pick<Protocol, 'handle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged' | 'unhandle'>;

const handlers = new Map<string, Handler>();
export const schemeHandler = (scheme: string): Handler | undefined => handlers.get(scheme);

const members: Members = {
  registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true || privileges.secure !== true || privileges.bypassCSP === true) {
        throw notHere(`scheme '${scheme}' other than standard, secure and under its CSP`);
      }
      registerScheme(scheme);
    }
  },
  handle: (scheme, handler) => {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
  isProtocolHandled: (scheme) => handlers.has(scheme),
};
export const protocol = refusing('protocol', members);
