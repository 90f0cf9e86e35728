/** Whether DNS can be asked. Only look-ups need a network, so that is all this is about. */
class Connection {
  /** What the system says about its network interfaces. */
  up = $state(navigator.onLine);
  /** The last DNS run reached no server at all, whatever the system says. */
  unreached = $state(false);

  readonly offline: boolean = $derived(!this.up || this.unreached);

  /** Listens to the system and tells when a network is back; gives back the function that ends it. */
  watch(onBack: () => void = () => undefined): () => void {
    const update = (): void => {
      this.up = navigator.onLine;
      this.unreached = false;
      if (this.up) onBack();
    };
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }
}

export const connection = new Connection();
