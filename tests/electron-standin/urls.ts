/**
 * Chromium knows no `app:` scheme, so `app://host/path` is shown as `http://host.app.localhost/path`: a name that
 * never leaves the machine (RFC 6761), and a secure context as a scheme registered with `secure: true` is.
 */
const schemes = new Set<string>();
const SUFFIX = '.localhost';

export const registerScheme = (scheme: string): void => void schemes.add(scheme);

/** The address that Chromium loads for an address of the app; other addresses stay. */
export function toChromium(url: string): string {
  const parsed = URL.parse(url);
  const scheme = parsed?.protocol.slice(0, -1) ?? '';
  if (!parsed || !schemes.has(scheme)) return url;
  return `http://${parsed.host}.${scheme}${SUFFIX}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** The app's address for an address that Chromium shows; other addresses stay. */
export function toApp(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'http:' || !parsed.hostname.endsWith(SUFFIX)) return url;
  const labels = parsed.hostname.slice(0, -SUFFIX.length).split('.');
  const scheme = labels.pop() ?? '';
  if (!schemes.has(scheme) || labels.length === 0) return url;
  return `${scheme}://${labels.join('.')}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** The registered scheme of an app address, or undefined. */
export function schemeOf(url: string): string | undefined {
  const scheme = URL.parse(url)?.protocol.slice(0, -1);
  return scheme !== undefined && schemes.has(scheme) ? scheme : undefined;
}

/** Origin as the page of the app has it; opaque ones are "null". */
export function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return 'null';
  return schemeOf(url) === undefined ? parsed.origin : `${parsed.protocol}//${parsed.host}`;
}
