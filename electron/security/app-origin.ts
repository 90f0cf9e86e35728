/** The one origin that the app's page has. Compared by parsed parts, never by substrings. */
export const APP_SCHEME = 'app';
const APP_HOST = 'mailflow';
export const APP_START_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** True for addresses of the app's own page: scheme and host equal, no port, no user. */
export const isAppUrl = (address: string): boolean => {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  );
};
