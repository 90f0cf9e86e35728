/** The list of customers: create, duplicate, delete to the trash, import. */
import type { CustomerList, TrashList } from '../../shared/ipc/contract.ts';
import { call } from './client.ts';
import { history } from './history.svelte.ts';
import type { Change } from './history.svelte.ts';
import { session } from './session.svelte.ts';
import { attempt, toasts } from './toasts.svelte.ts';

const inTrash = (name: string): string => `${name} is in the trash.`;

class Customers {
  list: CustomerList = $state.raw({ customers: [], unreadable: [] });
  loaded = $state(false);
  /** The dialog of deleted customers is open. */
  showingTrash = $state(false);
  /** How many customers the trash holds; looked up only while the list is empty. */
  trashed = $state(0);
  /** The deletions that can be undone, by customer. */
  readonly #deletions = new Map<string, Change>();

  async load(): Promise<void> {
    const list = await call('customers.list');
    this.trashed = list.customers.length === 0 ? (await this.trash()).customers.length : 0;
    this.list = list;
    this.loaded = true;
  }

  async create(customerName: string): Promise<void> {
    await session.flush();
    session.adopt(await call('customers.create', { customerName }));
    await this.load();
  }

  async duplicate(id: string): Promise<void> {
    if (session.customer?.id === id) await session.flush();
    const file = await call('customers.duplicate', { id });
    await this.load();
    toasts.show(`Copied to ${file.data.profile.customerName}.`);
  }

  /** Moves the document to the trash and offers to take that back. */
  async remove(id: string, name: string): Promise<void> {
    if (session.customer?.id === id) await session.close();
    await call('customers.remove', { id });
    await this.load();
    const undo = async (): Promise<void> => {
      await call('customers.restore', { id });
      await this.load();
    };
    const redo = async (): Promise<void> => {
      if (session.customer?.id === id) session.drop();
      await call('customers.remove', { id });
      await this.load();
    };
    const change = { label: `Deleted ${name}`, key: '', lasting: true, undo, redo };
    history.note(change, performance.now());
    this.#deletions.set(id, change);
    const back = async (): Promise<void> => {
      await history.undoThis(change);
      toasts.show(`${name} is back.`);
    };
    toasts.show(inTrash(name), { label: 'Undo', run: () => attempt(back) });
  }

  trash(): Promise<TrashList> {
    return call('customers.trash');
  }

  /** Brings a deleted customer back into the list. */
  async restore(id: string, name: string): Promise<void> {
    await call('customers.restore', { id });
    // its Undo has nothing left to do, neither in the message nor by key
    const deletion = this.#deletions.get(id);
    if (deletion !== undefined) history.forget(deletion);
    this.#deletions.delete(id);
    await this.load();
    for (const { id: toast, text } of toasts.list) if (text === inTrash(name)) toasts.close(toast);
    toasts.show(`${name} is back.`);
  }

  /** Asks for a file and opens it; nothing happens when the dialog is closed. */
  async importFile(): Promise<void> {
    const file = await call('customers.import');
    if (file === null) return;
    await session.flush();
    session.adopt(file);
    await this.load();
  }
}

export const customers = new Customers();
