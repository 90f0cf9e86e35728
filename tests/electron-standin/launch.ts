/**
 * Entry of the stand-in: reads the command line that Electron would get, puts the small `electron` module in place
 * of the npm package's path string, starts Chromium and the app's unchanged main side by side, then says "ready".
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Electron from './electron.ts';
import { readCommandLine } from './command-line.ts';
import { startChromium } from './chromium.ts';
import { browserStarted, report, run, switches } from './host.ts';

const given = readCommandLine(process.argv.slice(2), process.env);
const manifest = JSON.parse(readFileSync(join(given.appPath, 'package.json'), 'utf8')) as {
  name: string;
  productName?: string;
  version: string;
  main: string;
};
Object.assign(run, {
  appPath: given.appPath,
  name: manifest.productName ?? manifest.name,
  version: manifest.version,
  userData: given.userData,
  headless: given.headless,
});

// Electron's argv starts with its own program, followed by every switch that it was given.
process.argv.splice(0, 2, join(import.meta.dirname, 'electron'));
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: given.appPath });
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });

const standin = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: standin, format: 'module', shortCircuit: true }
      : next(specifier, context),
});

const require = createRequire(import.meta.url);
const electron = require('electron') as typeof Electron;
for (const file of given.preload) require(resolve(file));

const chromium = startChromium({ ...given, switches });
const main = import(pathToFileURL(resolve(given.appPath, manifest.main)).href);
main.catch((error: unknown) => {
  report(error);
  electron.app.exit(1);
});
try {
  const started = await chromium;
  browserStarted(started);
  started.ended.catch((error: unknown) => {
    report(error);
    electron.app.exit(1);
  });
  if (started.endpoint !== undefined) process.stderr.write(`\nDevTools listening on ${started.endpoint}\n`);
  // Main may wait for "ready" at its top level, so its import must not be waited for when it has asked.
  await Promise.race([main, electron.readyAsked]);
  electron.becomeReady();
} catch (error) {
  report(error);
  process.exit(1);
}
