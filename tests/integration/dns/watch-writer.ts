/**
 * Run by watch-killed.test.ts: watches contoso.com at one server without end, with a journal, and tells how many
 * answers are on the disk. Arguments: data folder, server.
 */
import { DnsClient } from '../../../electron/dns/client.ts';
import { WatchService } from '../../../electron/dns/watch-service.ts';
import { RunStore } from '../../../electron/store/run-store.ts';
import { parseServer } from '../../../shared/dns/server.ts';
import { RUNBOOK_CHECKS } from '../../../shared/dns/sources.ts';
import { vantageOf } from '../../../shared/dns/vantage.ts';
import { contosoProfile } from '../../fixtures/customer.ts';

const [dir = '', at = ''] = process.argv.slice(2);
const server = parseServer(at);
const store = new RunStore({ dir, newId: () => crypto.randomUUID(), appVersion: '0.1.0' });
const { journal } = store.journal('contoso', 'op1', (trouble) => {
  if (trouble !== null) throw trouble;
});
const service = new WatchService({
  lookup: new DnsClient({ server }),
  sources: RUNBOOK_CHECKS,
  minIntervalMs: 5,
});
let answers = 0;
service.start(
  { profile: contosoProfile(), domains: [], vantages: [vantageOf('internal', server)], notes: ['by hand'] },
  {
    onLine: (line) => {
      journal.add(line);
      if (!('entry' in line)) return;
      answers += 1;
      const told = answers;
      void journal.idle().then(() => process.stdout.write(`${String(told)}\n`));
    },
  },
);
