/** What the preload exposes to the page: one call for each channel, one subscription for each event. */
import type { Result } from '../result.ts';
import type { Channel, EventData, EventName, Input, Output } from './contract.ts';

export type Invoke = {
  readonly [C in Channel]: (input: Input<C>) => Promise<Result<Output<C>>>;
};
/** Subscribing gives back the function that ends the subscription. */
export type Subscribe = {
  readonly [E in EventName]: (listener: (data: EventData<E>) => void) => () => void;
};
export interface Bridge {
  readonly invoke: Invoke;
  readonly on: Subscribe;
}
