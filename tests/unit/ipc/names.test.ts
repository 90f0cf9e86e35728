import { expect, it } from 'vitest';
import { CONTRACT, EVENTS } from '../../../shared/ipc/contract.ts';
import { CHANNEL_NAMES, EVENT_NAMES } from '../../../shared/ipc/names.ts';

it('names every channel and event of the contract, and no other', () => {
  expect([...CHANNEL_NAMES].sort()).toEqual(Object.keys(CONTRACT).sort());
  expect([...EVENT_NAMES].sort()).toEqual(Object.keys(EVENTS).sort());
});
