/** All handlers in one table, one file for each domain of the contract. */
import type { Handlers } from '../handler-types.ts';
import { KeptWatches } from '../kept-watches.ts';
import { Runs } from '../runs.ts';
import type { Services } from '../services.ts';
import { appHandlers } from './app.ts';
import { clipboardHandlers } from './clipboard.ts';
import { customersHandlers } from './customers.ts';
import { dnsHandlers } from './dns.ts';
import { dnsBulkHandlers } from './dns-bulk.ts';
import { dnsOutsideHandlers } from './dns-outside.ts';
import { dnsWatchHandlers } from './dns-watch.ts';
import { exportHandlers } from './export.ts';
import { settingsHandlers } from './settings.ts';

/** `runs` are those that end with the window. */
export const createHandlers = (
  services: Services,
  runs = new Runs(),
  watches = new KeptWatches(),
): Handlers => ({
  ...appHandlers(services),
  ...settingsHandlers(services),
  ...customersHandlers(services, runs, watches),
  ...dnsHandlers(services, runs),
  ...dnsWatchHandlers(services, runs, watches),
  ...dnsBulkHandlers(services, runs),
  ...dnsOutsideHandlers(services),
  ...exportHandlers(services, runs),
  ...clipboardHandlers(services),
});
