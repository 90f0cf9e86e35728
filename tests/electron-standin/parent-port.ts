/** Preloaded into a utility process: `process.parentPort` as Electron gives it, over Node's own channel. */
import { EventEmitter } from 'node:events';

const port = Object.assign(new EventEmitter(), {
  postMessage: (message: object) => void process.send?.(message),
  start: () => undefined,
  pause: () => undefined,
});
Object.assign(process, { parentPort: port });

// Node keeps messages until someone listens to `process`; the app listens to the port.
port.on('newListener', (event) => {
  if (event === 'message' && port.listenerCount('message') === 0) {
    process.on('message', (data) => port.emit('message', { data, ports: [] }));
  }
});
// A utility process does not outlive its parent.
process.on('disconnect', () => process.exit(1));
