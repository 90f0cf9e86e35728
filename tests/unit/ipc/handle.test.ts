/** The wrapper around every handler, with handlers that tell when they are reached. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandle } from '../../../electron/ipc/handle.ts';
import type { Message } from '../../../electron/ipc/handle.ts';
import type { Handlers } from '../../../electron/ipc/handler-types.ts';
import { CONTRACT } from '../../../shared/ipc/contract.ts';
import { CHANNEL_NAMES } from '../../../shared/ipc/names.ts';
import { AppError } from '../../../shared/result.ts';

const message = (
  input: unknown,
  frame: Message['frame'] = { url: 'app://mailflow/', parent: null },
): Message => ({
  frame,
  windowKnown: true,
  input,
  call: { emit: () => undefined },
});

interface Harness {
  readonly handle: ReturnType<typeof createHandle>;
  readonly reached: unknown[];
  readonly logged: string[];
}
/** Every channel runs `work`. */
const harness = (work: () => unknown, checkOutput = true): Harness => {
  const [reached, logged]: [unknown[], string[]] = [[], []];
  const entries = CHANNEL_NAMES.map((name) => [
    name,
    (input: unknown) => {
      reached.push(input);
      return work();
    },
  ]);
  const handlers = Object.fromEntries(entries) as unknown as Handlers;
  return {
    handle: createHandle(handlers, { checkOutput, log: (text) => logged.push(text) }),
    reached,
    logged,
  };
};

describe('the input', () => {
  it.each(CHANNEL_NAMES)('of %s is refused when it does not fit, whatever it is', async (channel) => {
    const { handle, reached } = harness(() => undefined, false);
    const junk = fc
      .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true })
      .filter((value) => !CONTRACT[channel].input.safeParse(value).success);
    await fc.assert(
      fc.asyncProperty(junk, async (input) => {
        expect(await handle(channel, message(input))).toMatchObject({
          ok: false,
          error: { code: 'bad-input' },
        });
      }),
      { seed: 60, numRuns: 60 },
    );
    expect(reached).toEqual([]);
  });

  it.each([
    { id: '../../settings' },
    { id: '..' },
    { id: 'a/b' },
    { id: 'C:\\x' },
    { id: 'contoso\0' },
    { id: 'contoso\n' },
    { id: 'x'.repeat(65) },
    { id: ['contoso'] },
    { id: 'contoso', more: true },
    JSON.parse('{"id": "contoso", "__proto__": {"admin": true}}') as unknown,
    'contoso',
    null,
    undefined,
  ])('of a channel that takes an id is refused: %j', async (input) => {
    const { handle, reached } = harness(() => undefined);
    for (const channel of [
      'customers.get',
      'customers.remove',
      'customers.restore',
      'customers.duplicate',
    ] as const) {
      expect(await handle(channel, message(input))).toMatchObject({
        ok: false,
        error: { code: 'bad-input' },
      });
    }
    expect(reached).toEqual([]);
  });

  it('is not repeated in the message', async () => {
    const { handle } = harness(() => undefined);
    const result = await handle('clipboard.write', message({ text: 1, 'secret-of-contoso': 'hunter2' }));
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('the sender', () => {
  it('is checked before anything else, on every channel', async () => {
    const { handle, reached, logged } = harness(() => undefined);
    for (const channel of CHANNEL_NAMES) {
      for (const frame of [
        null,
        { url: 'app://mailflow.evil/', parent: null },
        { url: 'app://mailflow/', parent: {} },
      ]) {
        expect(await handle(channel, message(undefined, frame))).toMatchObject({
          ok: false,
          error: { code: 'foreign-sender' },
        });
      }
    }
    expect(reached).toEqual([]);
    expect(logged).toHaveLength(CHANNEL_NAMES.length * 3);
  });
});

describe('the outcome', () => {
  it('is the value that the handler gives', async () => {
    const { handle } = harness(() => null);
    expect(await handle('customers.import', message(undefined))).toEqual({ ok: true, value: null });
  });

  it('is an error with its code and details when the handler refuses', async () => {
    const { handle, logged } = harness(() => {
      throw new AppError('store-full', 'No space.', { path: '/x' });
    });
    expect(await handle('customers.list', message(undefined))).toEqual({
      ok: false,
      error: { code: 'store-full', message: 'No space.', detail: { path: '/x' } },
    });
    expect(logged).toEqual([]);
  });

  it.each([new TypeError('x is not a function'), 'a text', undefined])(
    'is internal, with the cause in the log only, when the handler throws %s',
    async (thrown) => {
      const { handle, logged } = harness(() => {
        throw thrown as Error;
      });
      const result = await handle('customers.list', message(undefined));
      expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
      expect(JSON.stringify(result)).not.toContain('not a function');
      expect(logged).toHaveLength(1);
      expect(logged[0]).toContain('customers.list');
    },
  );

  it('is checked in development', async () => {
    const { handle, logged } = harness(() => ({ theme: 'pink' }));
    expect(await handle('settings.get', message(undefined))).toMatchObject({ error: { code: 'internal' } });
    expect(logged[0]).toContain('settings.get');
  });
});
