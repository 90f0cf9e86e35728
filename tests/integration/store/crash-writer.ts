/**
 * Run by crash.test.ts: appends to the log and saves the profile of one customer without end, and tells each change
 * that the store has acknowledged. Arguments: data folder, customer id, and optionally the moment of the second
 * round at which the process kills itself.
 */
import { CustomerStore } from '../../../electron/store/customer-store.ts';
import { nodeFs } from '../../../electron/store/store-fs.ts';
import type { StoreFs } from '../../../electron/store/store-fs.ts';

const [dir = '', id = '', moment = ''] = process.argv.slice(2);
let armed = false;

const die = (at: string): void => {
  if (armed && moment === at) process.kill(process.pid, 'SIGKILL');
};

const fs: StoreFs = {
  ...nodeFs,
  open: async (...args: Parameters<StoreFs['open']>) => {
    const handle = await nodeFs.open(...args);
    const sync = handle.sync.bind(handle);
    handle.writeFile = async (content) => {
      if (typeof content !== 'string') throw new TypeError('the store writes text');
      const bytes = Buffer.from(content);
      const half = Math.floor(bytes.length / 2);
      await handle.write(bytes, 0, half, 0);
      die('half-written');
      await handle.write(bytes, half, bytes.length - half, half);
      die('written');
    };
    handle.sync = async () => {
      await sync();
      die('flushed');
    };
    return handle;
  },
  rename: async (from, to) => {
    await nodeFs.rename(from, to);
    die('renamed');
  },
};

let made = 0;
const store = new CustomerStore({
  dir,
  clock: () => new Date(),
  newId: () => `${process.pid}-${(made += 1)}`,
  appVersion: '0.1.0',
  fs,
});

const { data } = await store.get(id);
for (let count = data.log.length; ; count += 1) {
  const { file } = await store.appendLog(
    id,
    [{ kind: 'note', stepId: 'DNS-01', text: `note ${count}` }],
    'op1',
  );
  const siteName = `site ${count}`;
  await store.saveProfile(id, file.revision, { ...file.data.profile, siteName });
  process.stdout.write(`${count}\n`, () => {
    armed = true;
  });
}
