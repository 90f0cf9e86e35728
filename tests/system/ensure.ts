/** `npm run check:system`: what the tests need of the system is there, or is installed, or is asked for. */
import { ensure } from './install.ts';

const problem = ensure();
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
}
