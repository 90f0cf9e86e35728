/**
 * The one way into the main process: sender check, input schema, handler, typed result. It never throws and never
 * lets an untyped error out.
 */
import type { z } from 'zod';
import { CONTRACT } from '../../shared/ipc/contract.ts';
import type { Channel, Output } from '../../shared/ipc/contract.ts';
import { AppError, fail, ok } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { Call, Handlers } from './handler-types.ts';
import { isOwnPage } from './sender.ts';
import type { SenderFrame } from './sender.ts';

export interface Message {
  readonly frame: SenderFrame | null;
  /** The sending web contents belong to a window that the app opened. */
  readonly windowKnown: boolean;
  readonly input: unknown;
  readonly call: Call;
}
export interface HandleOptions {
  /** Checks what handlers give back too; on in development and tests. */
  readonly checkOutput: boolean;
  readonly log: (text: string) => void;
}
export type Handle = (channel: Channel, message: Message) => Promise<Result<unknown>>;

const ISSUES_SHOWN = 3;

/** Names the places, never the values: those may be long or confidential. */
const describe = (error: z.core.$ZodError): string =>
  error.issues
    .slice(0, ISSUES_SHOWN)
    .map(({ path, message }) => `${path.length === 0 ? 'input' : path.join('.')}: ${message}`)
    .join('; ')
    .slice(0, 1000);

export const createHandle = (handlers: Handlers, { checkOutput, log }: HandleOptions): Handle => {
  const run = async <C extends Channel>(channel: C, { frame, windowKnown, input, call }: Message) => {
    if (!isOwnPage(frame, windowKnown)) {
      throw new AppError('foreign-sender', `'${channel}' is only answered to the app's own page.`);
    }
    const checked = CONTRACT[channel].input.safeParse(input);
    if (!checked.success) {
      throw new AppError('bad-input', `'${channel}' does not take this input. ${describe(checked.error)}`);
    }
    const handler = handlers[channel] as (input: unknown, call: Call) => Output<C> | Promise<Output<C>>;
    const value = await handler(checked.data, call);
    if (checkOutput) {
      const result = CONTRACT[channel].output.safeParse(value);
      if (!result.success)
        throw new Error(`'${channel}' gave back what it must not. ${describe(result.error)}`);
    }
    return value;
  };

  return async (channel, message) => {
    try {
      return ok(await run(channel, message));
    } catch (cause) {
      if (cause instanceof AppError) {
        if (cause.code === 'foreign-sender') log(`refused: ${cause.message}`);
        return fail(cause.toData());
      }
      log(`${channel}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
      return fail({
        code: 'internal',
        message: `The app failed at '${channel}' because of a defect of its own. What was saved is unchanged. Restart the app; if it happens again, report it with the app's version.`,
      });
    }
  };
};
