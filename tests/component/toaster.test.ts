import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tick } from 'svelte';
import Toaster from '../../renderer/app/frame/Toaster.svelte';
import { toasts } from '../../renderer/app/toasts.svelte.ts';

const MINUTE = 60_000;
const after = async (ms: number): Promise<void> => {
  vi.advanceTimersByTime(ms);
  await tick();
};

beforeEach(() => {
  vi.useFakeTimers();
  render(Toaster);
});
afterEach(() => {
  for (const { id } of toasts.list) toasts.close(id);
  vi.useRealTimers();
});

describe('a message with Undo', () => {
  const undo = async (): Promise<HTMLElement> => {
    toasts.show('Customer deleted', { label: 'Undo', run: () => undefined });
    await tick();
    return screen.getByRole('button', { name: 'Undo' });
  };

  it('goes by itself', async () => {
    await undo();
    await after(MINUTE);
    expect(screen.queryByText('Customer deleted')).toBeNull();
  });

  it('stays as long as the focus is on it, and a while longer', async () => {
    const button = await undo();
    await fireEvent.focusIn(button);
    await after(MINUTE);
    await fireEvent.focusOut(button);
    await after(1000);
    expect(screen.queryByText('Customer deleted')).not.toBeNull();
    await after(MINUTE);
    expect(screen.queryByText('Customer deleted')).toBeNull();
  });

  it('stays as long as the pointer is on it', async () => {
    await undo();
    await fireEvent.pointerEnter(screen.getByRole('group', { name: 'Message' }));
    await after(MINUTE);
    expect(screen.queryByText('Customer deleted')).not.toBeNull();
  });
});
