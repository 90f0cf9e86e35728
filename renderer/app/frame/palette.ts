/** What the command palette offers: actions, views, steps, domains, customers. */
import { STEPS } from '../../../shared/runbook/catalogue/index.ts';
import type { PickItem } from '../../ui/pick.ts';
import {
  checkAll,
  importCollected,
  pasteOutput,
  saveCollector,
  showTab,
  takeSnapshot,
} from '../../features/dns/dns-actions.ts';
import { DNS_TABS } from '../../features/dns/dns-place.svelte.ts';
import { goTo, goToProposed, togglePanel } from '../commands-global.ts';
import { customers } from '../customers.svelte.ts';
import { nav, VIEWS } from '../nav.svelte.ts';
import { session } from '../session.svelte.ts';
import { settings } from '../settings.svelte.ts';
import { attempt } from '../toasts.svelte.ts';

export interface PaletteItem extends PickItem {
  readonly words: string;
  readonly run: () => void;
}

const views = (): readonly PaletteItem[] =>
  VIEWS.map(({ id, title }) => ({
    id: `view ${id}`,
    label: title,
    detail: 'View',
    words: 'go view',
    hint: `view.${id}` as const,
    run: () => goTo(id),
  }));

const dnsParts = (): readonly PaletteItem[] =>
  DNS_TABS.map(({ id, title }) => ({
    id: `dns ${id}`,
    label: `DNS ${title.toLowerCase()}`,
    detail: 'View',
    words: 'go view part',
    hint: `dns.${id}` as const,
    run: () => showTab(id),
  }));

const steps = (): readonly PaletteItem[] =>
  STEPS.map(({ id, title, phase }) => ({
    id: `step ${id}`,
    label: `${id}  ${title}`,
    detail: phase,
    words: `step ${phase}`,
    run: () => nav.openStep(id),
  }));

const domains = (): readonly PaletteItem[] =>
  (session.profile?.domains ?? []).map(({ name, role }, index) => ({
    id: `domain ${String(index)}`,
    label: name === '' ? 'Unnamed domain' : name,
    detail: `Domain, ${role}`,
    words: 'domain records',
    run: () => {
      nav.domainIndex = index;
    },
  }));

const others = (): readonly PaletteItem[] =>
  customers.list.customers
    .filter(({ id }) => id !== session.customer?.id)
    .map(({ id, customerName, primaryDomain }) => ({
      id: `customer ${id}`,
      label: customerName === '' ? 'Unnamed customer' : customerName,
      detail: 'Customer',
      words: `customer open ${primaryDomain}`,
      run: () => attempt(() => session.open(id)),
    }));

const action = (id: string, label: string, words: string, run: () => void): PaletteItem => ({
  id: `action ${id}`,
  label,
  detail: 'Action',
  words,
  run,
});

const openActions = (): readonly PaletteItem[] => [
  { ...action('next', 'Go to the next step to do', 'proposed', goToProposed), hint: 'step.proposed' },
  { ...action('panel', 'Show or hide the records panel', 'fold', togglePanel), hint: 'panel' },
  {
    ...action('customers', 'All customers', 'list start switch', () => attempt(() => session.close())),
    hint: 'customers',
  },
];

const dnsActions = (): readonly PaletteItem[] => [
  action('dns-check', 'Check all domains in DNS', 'run verify live', () => attempt(checkAll)),
  action('dns-before', 'Take before-snapshot', 'dns run evidence', () =>
    attempt(() => takeSnapshot('before')),
  ),
  action('dns-after', 'Take after-snapshot', 'dns run evidence', () => attempt(() => takeSnapshot('after'))),
  {
    ...action('dns-paste', 'Paste output', 'dig nslookup resolve-dnsname host evidence dns', pasteOutput),
    hint: 'dns.paste',
  },
  action('collector-ps', 'Save collector for PowerShell', 'script dns offline windows', () =>
    attempt(() => saveCollector('powershell')),
  ),
  action('collector-sh', 'Save collector for sh', 'script dns offline linux unix', () =>
    attempt(() => saveCollector('sh')),
  ),
  action(
    'collected',
    'Import answers from another computer',
    'json file collector watch snapshot run dns offline evidence',
    () => attempt(importCollected),
  ),
];

const anyActions = (): readonly PaletteItem[] => [
  action('import', 'Import a customer', 'file open', () => attempt(() => customers.importFile())),
  action('trash', 'Deleted customers', 'trash restore undelete', () => (customers.showingTrash = true)),
  action('theme-light', 'Light theme', 'appearance', () => attempt(() => settings.set({ theme: 'light' }))),
  action('theme-dark', 'Dark theme', 'appearance', () => attempt(() => settings.set({ theme: 'dark' }))),
  action('theme-system', 'Theme of the system', 'appearance', () =>
    attempt(() => settings.set({ theme: 'system' })),
  ),
  action('operator', 'Change the operator', 'name initials who', () => (settings.asking = true)),
  {
    ...action(
      'settings',
      'Settings',
      'preferences block lists dnsbl rbl theme operator',
      () => (nav.overlay = 'settings'),
    ),
    hint: 'settings',
  },
  { ...action('keys', 'Keyboard shortcuts', 'help', () => (nav.overlay = 'keys')), hint: 'keys' },
];

/** Everything that can be reached now, most likely first. */
export const paletteItems = (): readonly PaletteItem[] =>
  session.customer === null
    ? [...others(), ...anyActions()]
    : [
        ...openActions(),
        ...views(),
        ...dnsParts(),
        ...dnsActions(),
        ...steps(),
        ...domains(),
        ...others(),
        ...anyActions(),
      ];
