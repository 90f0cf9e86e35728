import { describe, expect, it } from 'vitest';
import { placeOnScreens, placeToKeep } from '../../../electron/window/window-place.ts';

const LAPTOP = { x: 0, y: 0, width: 1366, height: 728 };
const BESIDE = { x: 1366, y: -200, width: 2560, height: 1400 };
const kept = { x: 1500, y: 0, width: 1600, height: 1000, maximized: false };

describe('where the window opens', () => {
  it('opens where it was closed while that screen is there', () => {
    expect(placeOnScreens(kept, [LAPTOP, BESIDE])).toEqual(kept);
  });
  it('opens in the middle when the screen is gone, or nothing is kept', () => {
    expect(placeOnScreens(kept, [LAPTOP])).toBeNull();
    expect(placeOnScreens(undefined, [LAPTOP])).toBeNull();
  });
  it('opens in the middle when its title bar is out of reach', () => {
    expect(placeOnScreens({ ...kept, x: 0, y: -600 }, [LAPTOP])).toBeNull();
    expect(placeOnScreens({ ...kept, x: 1300 }, [LAPTOP])).toBeNull();
  });
  it('is never larger than its screen, and never below the smallest size', () => {
    expect(placeOnScreens({ ...kept, x: 0, width: 3000, height: 2000 }, [LAPTOP])).toMatchObject({
      width: 1366,
      height: 728,
    });
    expect(placeOnScreens({ ...kept, x: 0, width: 200, height: 50 }, [LAPTOP])).toMatchObject({
      width: 1024,
      height: 640,
    });
  });
});

describe('the place that is kept', () => {
  const window = (change: Partial<Record<'maximized' | 'minimized' | 'full', boolean>>) => ({
    isMaximized: () => change.maximized ?? false,
    isMinimized: () => change.minimized ?? false,
    isFullScreen: () => change.full ?? false,
    getBounds: () => ({ x: 10, y: 20, width: 1100, height: 700 }),
  });
  it('is where the window stands', () => {
    expect(placeToKeep(window({}), null)).toEqual({
      x: 10,
      y: 20,
      width: 1100,
      height: 700,
      maximized: false,
    });
  });
  it('stays what it was while the window fills the screen or is minimised', () => {
    expect(placeToKeep(window({ maximized: true }), kept)).toEqual({ ...kept, maximized: true });
    expect(placeToKeep(window({ minimized: true }), kept)).toEqual(kept);
    expect(placeToKeep(window({ minimized: true }), null)).toBeNull();
  });
});
