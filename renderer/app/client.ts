/**
 * The page's side of the contract: typed calls over the bridge that the preload exposes. A failed result is thrown
 * as the `AppError` that the service gave, so that a caller either handles it or lets it surface.
 */
import type { Bridge } from '../../shared/ipc/bridge.ts';
import type { Channel, EventData, EventName, Input, Output } from '../../shared/ipc/contract.ts';
import type { Result } from '../../shared/result.ts';
import { AppError } from '../../shared/result.ts';

declare global {
  interface Window {
    readonly mailflow?: Bridge;
  }
}

const bridge = (): Bridge => {
  const found = window.mailflow;
  if (found === undefined) {
    throw new AppError(
      'internal',
      'The page has no connection to the app. Close the window and start again.',
    );
  }
  return found;
};

/** Unwraps a result; throws its error as an `AppError`. */
const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  throw new AppError(result.error.code, result.error.message, result.error.detail);
};

/** Calls a channel; rejects with an `AppError`. */
export const call = async <C extends Channel>(
  channel: C,
  ...[input]: undefined extends Input<C> ? [] : [input: Input<C>]
): Promise<Output<C>> => {
  const invoke = bridge().invoke[channel] as (value: unknown) => Promise<Result<Output<C>>>;
  return unwrap(await invoke(input));
};

/** Listens to an event of main; gives back the function that ends the subscription. */
export const listen = <E extends EventName>(event: E, listener: (data: EventData<E>) => void): (() => void) =>
  bridge().on[event](listener);

/** What a running piece of work shows of itself. */
interface Shown {
  done: number;
  total: number;
  label: string;
}

/** Keeps `shown` at what main says of the run; gives back the function that ends that. */
export const followProgress = (
  event: 'dns.progress' | 'export.progress',
  runId: string,
  shown: Shown,
): (() => void) =>
  listen(event, (progress) => {
    if (progress.runId !== runId) return;
    shown.done = progress.done;
    shown.total = progress.total;
    shown.label = progress.label;
  });

/** Any thrown value as an `AppError`; what is not one of ours is a defect and says so. */
export const asAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new AppError('internal', thrown instanceof Error ? thrown.message : String(thrown));
