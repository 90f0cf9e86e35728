/** Whether DNS can be asked. Only look-ups need a network, so that is all this is about. */
import { listen } from './client.ts';

class Connection {
  /** What the system says about its network interfaces. */
  up = $state(navigator.onLine);
  /** The last DNS run reached no server at all, whatever the system says. */
  unreached = $state(false);

  readonly offline: boolean = $derived(!this.up || this.unreached);

  /**
   * Listens to the system. `onChange` is told of each change after which a server may be reached again: a network is
   * up, an interface has another address, or the person is back at the window. Gives back the function that ends it.
   */
  watch(onChange: () => void): () => void {
    const update = (): void => {
      this.up = navigator.onLine;
      this.unreached = false;
      if (this.up) onChange();
    };
    const ends = [
      listen('network.changed', update),
      ...(['online', 'offline'] as const).map((name) => {
        window.addEventListener(name, update);
        return () => window.removeEventListener(name, update);
      }),
    ];
    window.addEventListener('focus', onChange);
    return () => {
      window.removeEventListener('focus', onChange);
      for (const end of ends) end();
    };
  }
}

export const connection = new Connection();
