import { memoByText } from '../net/bounded-cache.ts';

const MAX_NAME = 253;

/** Cuts labels from the left until the name has at most 253 characters (RFC 7208, 7.3), without a trailing dot. */
export const fitName = (name: string): string => {
  let fitted = name.endsWith('.') ? name.slice(0, -1) : name;
  while (fitted.length > MAX_NAME) {
    const dot = fitted.indexOf('.');
    if (dot < 0) break;
    fitted = fitted.slice(dot + 1);
  }
  return fitted;
};

const valid = (name: string): boolean => {
  if (name.length === 0 || name.length > MAX_NAME) return false;
  const labels = name.split('.');
  if (labels.length < 2) return false;
  if (labels.some((label) => label === '' || label.length > 63 || /[^\x20-\x7e]/.test(label))) return false;
  const top = labels.at(-1) ?? '';
  return /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(top) && !/^[0-9]+$/.test(top);
};

/**
 * The name can be asked: at least two labels of 1 to 63 octets, 253 characters in all and a top label that is not all
 * digits (RFC 7208, 4.3 and 7.1). Underscores and other visible characters are fine, as in DNS.
 */
export const isQueryName: (name: string) => boolean = memoByText(valid);

const HOST_LABELS = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i;
/** The domain of an identity: a name that can be asked, made of letters, digits, hyphens and underscores. */
export const isIdentityDomain = (name: string): boolean => isQueryName(name) && HOST_LABELS.test(name);
