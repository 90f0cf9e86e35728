/** Where the window stood when it was closed, and whether that place still exists. */
import type { WindowPlace } from '../../shared/ipc/contract.ts';

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As much of the window's top has to be on a screen as it takes to get hold of it. Pixels. */
const HOLD = { width: 160, height: 40 };
export const SMALLEST = { width: 1024, height: 640 };

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

/**
 * The kept place, fitted into the screen whose work area shows its top; `null` when no screen does, e.g. because the
 * second one is gone, or nothing is kept.
 */
export const placeOnScreens = (
  kept: WindowPlace | undefined,
  screens: readonly Area[],
): WindowPlace | null => {
  if (kept === undefined) return null;
  const screen = screens.find(({ x, y, width, height }) => {
    const shown = Math.min(kept.x + kept.width, x + width) - Math.max(kept.x, x);
    return shown >= HOLD.width && kept.y >= y && kept.y + HOLD.height <= y + height;
  });
  if (screen === undefined) return null;
  return {
    ...kept,
    width: clamp(kept.width, SMALLEST.width, Math.max(screen.width, SMALLEST.width)),
    height: clamp(kept.height, SMALLEST.height, Math.max(screen.height, SMALLEST.height)),
  };
};

/** What a window tells of its place. */
interface Placed {
  isMaximized(): boolean;
  isMinimized(): boolean;
  isFullScreen(): boolean;
  getBounds(): Area;
}

/** The place to keep; of a window that fills the screen, or is hidden, the place that it had before. */
export const placeToKeep = (window: Placed, before: WindowPlace | null): WindowPlace | null => {
  const maximized = window.isMaximized() || window.isFullScreen();
  if (maximized || window.isMinimized())
    return before === null ? null : { ...before, maximized: maximized || before.maximized };
  const { x, y, width, height } = window.getBounds();
  return { x, y, width, height, maximized: false };
};
