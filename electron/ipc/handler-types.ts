/** The shape of the handlers' table; a channel of the contract without a handler is a type error. */
import type { Channel, EventData, EventName, Input, Output } from '../../shared/ipc/contract.ts';

type Emit = <E extends EventName>(event: E, data: EventData<E>) => void;

/** `emit` sends an event to the page that called. */
export interface Call {
  readonly emit: Emit;
}
type Handler<C extends Channel> = (input: Input<C>, call: Call) => Output<C> | Promise<Output<C>>;
export type Handlers = { readonly [C in Channel]: Handler<C> };
/** The handlers of one domain: the channels that begin with its name. */
export type HandlersOf<D extends string> = Pick<Handlers, Extract<Channel, `${D}.${string}`>>;
