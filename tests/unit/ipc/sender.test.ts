import { describe, expect, it } from 'vitest';
import { isOwnPage } from '../../../electron/ipc/sender.ts';

const top = (url: string) => ({ url, parent: null });

describe('a call is answered', () => {
  it('when the top frame of a known window shows a page of the app', () => {
    expect(isOwnPage(top('app://mailflow/index.html'), true)).toBe(true);
    expect(isOwnPage(top('app://mailflow/index.html#/runbook/DNS-03'), true)).toBe(true);
  });
});

describe('a call is refused', () => {
  it('when the frame has gone', () => expect(isOwnPage(null, true)).toBe(false));
  it('when the window is not one of ours', () => {
    expect(isOwnPage(top('app://mailflow/index.html'), false)).toBe(false);
  });
  it('when it comes from a frame inside the page', () => {
    const frame = { url: 'app://mailflow/index.html', parent: top('app://mailflow/index.html') };
    expect(isOwnPage(frame, true)).toBe(false);
  });
  it.each([
    'app://mailflow.evil/index.html',
    'app://evil/app://mailflow/',
    'app://evil/?app://mailflow/',
    'app://evil/#app://mailflow/',
    'app://mailflow@evil/',
    'app://user@mailflow/',
    'app://mailflow:8080/',
    'app:mailflow/index.html',
    'apps://mailflow/index.html',
    'http://mailflow/index.html',
    'https://mailflow/index.html',
    'file:///app/mailflow/index.html',
    'data:text/html,app://mailflow/',
    'blob:app://mailflow/00000000-0000-0000-0000-000000000000',
    'about:blank',
    'javascript:0',
    '',
  ])('when the page is %s', (url) => expect(isOwnPage(top(url), true)).toBe(false));
});
