/** Working the app by keyboard alone: what a person does who never touches the mouse. */
import { expect, type Locator, type Page } from '@playwright/test';

/** As many stops as any screen of the app has; more means that the target can't be reached. */
const MOST_STOPS = 160;
/** The same for the items of a menu. */
const MOST_ITEMS = 10;

const focused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Presses Tab (or Shift+Tab) until `target` has the focus; fails when it never gets it. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await focused(target)) return;
    await page.keyboard.press(key);
  }
  expect(await focused(target), `reachable with ${key}`).toBe(true);
}

/** Reaches a control and presses it. */
export async function pressOn(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Reaches a text field, replaces what it holds and types. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Opens a customer from the start screen. */
export async function openCustomer(page: Page, name: string): Promise<void> {
  await pressOn(page, page.getByRole('button', { name: new RegExp(`^${name}`, 'u') }));
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
}

/** Opens a section of the profile from anywhere. */
export async function openSection(page: Page, section: string): Promise<void> {
  await page.keyboard.press('Control+5');
  const sections = page.getByRole('navigation', { name: 'Sections of the profile' });
  await pressOn(page, sections.getByRole('button', { name: section }));
  await expect(page.getByRole('heading', { level: 1, name: `Profile: ${section}` })).toBeFocused();
}

/** Opens a step through the command palette. */
export async function openStep(page: Page, stepId: string): Promise<void> {
  await page.keyboard.press('Control+K');
  const query = page.getByRole('combobox', { name: /Commands/u });
  await expect(query).toBeFocused();
  await page.keyboard.type(stepId);
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(stepId);
  await page.keyboard.press('Enter');
  await expect(page.locator('#step-title')).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`${stepId}$`, 'u'));
}

/** Chooses from the menu that a key has just opened. */
export async function choose(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('menu');
  // It takes the focus a moment after it is seen.
  await expect.poll(() => menu.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  const item = menu.getByRole('menuitem', { name });
  for (let stop = 0; stop < MOST_ITEMS && !(await focused(item)); stop += 1)
    await page.keyboard.press('ArrowDown');
  await expect(item).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
}

/** Chooses from the state menu of the step in hand. */
export async function setState(page: Page, state: string): Promise<void> {
  await page.keyboard.press('Space');
  await choose(page, state);
}

/** What the app shows as saved: the quiet word in the bar. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('save-state')).toHaveText(/^Saved /u);
}
