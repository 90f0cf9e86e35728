import { writeFileSync } from 'node:fs';
import type { Session } from '../cdp.ts';

/** With STANDIN_SCREENSHOT=FILE, a picture of the page once it has come to rest: what `npm start` shows headless. */
export async function takePicture(session: Session): Promise<void> {
  const file = process.env['STANDIN_SCREENSHOT'];
  if (file === undefined || file === '') return;
  const expression = 'new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))';
  await session.send('Runtime.evaluate', { expression, awaitPromise: true });
  const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
  writeFileSync(file, Buffer.from(data, 'base64'));
  process.stdout.write(`Picture of the window: ${file}\n`);
}
