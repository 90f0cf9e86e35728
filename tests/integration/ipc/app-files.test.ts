import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveAppFiles } from '../../../electron/security/app-files.ts';

let dir = '';
let serve: (request: Request) => Promise<Response>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailflow-page-'));
  await mkdir(join(dir, 'page', 'assets'), { recursive: true });
  await mkdir(join(dir, 'page-other'));
  await writeFile(join(dir, 'page', 'index.html'), '<!doctype html>');
  await writeFile(join(dir, 'page', 'assets', 'a b.js'), 'let a;');
  await writeFile(join(dir, 'page', 'assets', 'x.map'), '{}');
  await writeFile(join(dir, 'secret.json'), '{}');
  await writeFile(join(dir, 'page-other', 'secret.json'), '{}');
  serve = serveAppFiles(join(dir, 'page'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const get = (path: string): Promise<Response> => serve(new Request(`app://mailflow${path}`));

describe('the page', () => {
  it.each([
    ['/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/index.html?x=1#y', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/assets/a%20b.js', 'text/javascript; charset=utf-8', 'let a;'],
  ])('is served from its folder: %s', async (path, type, text) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(text);
  });

  it('comes with a policy that allows its own files and nothing else', async () => {
    const { headers } = await get('/index.html');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('what is not the page', () => {
  it.each([
    '/',
    '/missing.html',
    '/assets',
    '/assets/x.map',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..%5csecret.json',
    '/..%2fpage-other%2fsecret.json',
    '//secret.json',
    '/index.html%00.js',
    '/%E0%A4%A',
  ])('is not found: %s', async (path) => expect((await get(path)).status).toBe(404));

  it('is refused for another host, and for another method', async () => {
    expect((await serve(new Request('app://mailflow.evil/index.html'))).status).toBe(403);
    expect((await serve(new Request('http://mailflow/index.html'))).status).toBe(403);
    const post = new Request('app://mailflow/index.html', { method: 'POST', body: 'x' });
    expect((await serve(post)).status).toBe(405);
  });
});
