/** Every request of every page passes here: navigation guards, the request filter, then the app's own scheme. */
import type { OnBeforeRequestListenerDetails } from 'electron';
import type { CdpEvent, Connection } from '../cdp.ts';
import { report } from '../host.ts';
import { schemeOf, toApp } from '../urls.ts';
import { schemeHandler } from './protocol.ts';
import { standinSession } from './session.ts';

type Paused = CdpEvent<'Fetch.requestPaused'>;

/** What a page says about a request of one of its frames. */
export interface Guard {
  id: number;
  /** False when a handler of the app has prevented the navigation. */
  allowsNavigation(frameId: string, url: string, redirected: boolean): boolean;
}

const TYPES: Partial<Record<Paused['resourceType'], OnBeforeRequestListenerDetails['resourceType']>> = {
  Document: 'mainFrame',
  Font: 'font',
  Image: 'image',
  Media: 'media',
  Script: 'script',
  Stylesheet: 'stylesheet',
  WebSocket: 'webSocket',
  XHR: 'xhr',
  Fetch: 'xhr',
};

export async function guardRequests(
  { root }: Connection,
  guardOf: (frameId: string) => Guard | undefined,
): Promise<void> {
  const fail = (requestId: string, errorReason: 'Aborted' | 'BlockedByClient' | 'Failed'): Promise<unknown> =>
    root.send('Fetch.failRequest', { requestId, errorReason });

  const decide = async (paused: Paused): Promise<unknown> => {
    const { requestId, request, frameId, resourceType } = paused;
    const guard = guardOf(frameId);
    const url = toApp(request.url);
    // A frame of no window is a pop-up that is about to be closed.
    if (!guard) return fail(requestId, 'Aborted');
    const redirected = paused.redirectedRequestId !== undefined;
    if (resourceType === 'Document' && !guard.allowsNavigation(frameId, url, redirected)) {
      return fail(requestId, 'Aborted');
    }
    const details: OnBeforeRequestListenerDetails = {
      id: guard.id,
      url,
      method: request.method,
      webContentsId: guard.id,
      resourceType: TYPES[resourceType] ?? 'other',
      referrer: '',
      timestamp: Date.now(),
      uploadData: [],
    };
    if (await standinSession.cancels(details)) return fail(requestId, 'BlockedByClient');
    const scheme = schemeOf(url);
    if (scheme === undefined) return root.send('Fetch.continueRequest', { requestId });
    // A browser asks for this by itself, Electron does not.
    if (resourceType === 'Other' && new URL(url).pathname === '/favicon.ico') {
      return root.send('Fetch.fulfillRequest', { requestId, responseCode: 204 });
    }
    const handler = schemeHandler(scheme);
    if (!handler) return fail(requestId, 'Failed');
    const body = request.postData;
    const response = await handler(
      new Request(url, {
        method: request.method,
        headers: request.headers,
        ...(body === undefined ? {} : { body }),
      }),
    );
    return root.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  };

  root.on('Fetch.requestPaused', (paused) => {
    decide(paused).catch(async (error: unknown) => {
      // The page may have left or closed while its request was being answered.
      if (String(error).includes('Invalid InterceptionId')) return;
      report(error);
      await fail(paused.requestId, 'Failed').catch(report);
    });
  });
  await root.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}
