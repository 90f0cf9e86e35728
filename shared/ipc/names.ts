/**
 * Channel and event names alone, without zod: the sandboxed preload is one small file and needs nothing else.
 * A unit test holds them against the contract.
 */
import type { Channel, EventName } from './contract.ts';
import type { Bridge } from './bridge.ts';

export const CHANNEL_NAMES = [
  'app.info',
  'settings.get',
  'settings.set',
  'customers.list',
  'customers.get',
  'customers.create',
  'customers.duplicate',
  'customers.remove',
  'customers.restore',
  'customers.trash',
  'customers.import',
  'customers.saveProfile',
  'customers.appendLog',
  'dns.systemServers',
  'dns.check',
  'dns.cancel',
  'dns.vantages',
  'dns.snapshot',
  'dns.runs',
  'dns.run',
  'dns.runAnswers',
  'dns.watches',
  'dns.watchStart',
  'dns.watchPause',
  'dns.watchStop',
  'dns.watchSave',
  'dns.bulk',
  'dns.paste',
  'dns.importCollected',
  'dns.saveCollector',
  'export.chooseFolder',
  'export.run',
  'export.cancel',
  'export.reveal',
  'clipboard.write',
] as const satisfies readonly Channel[];
export const EVENT_NAMES = [
  'dns.progress',
  'dns.watch',
  'export.progress',
  'theme.changed',
  'network.changed',
  'menu.command',
] as const satisfies readonly EventName[];

/** The key of the one object that the preload puts on the page's window. */
export const BRIDGE_KEY = 'mailflow' satisfies keyof { readonly mailflow: Bridge };
