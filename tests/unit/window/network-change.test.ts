import { describe, expect, it } from 'vitest';
import { watchNetwork } from '../../../electron/window/network-change.ts';

describe('watching the network interfaces', () => {
  it('tells of each change once, and of none while they stay as they are', async () => {
    const seen = [
      'eth0 192.0.2.1/24',
      'eth0 192.0.2.1/24',
      'vpn0 198.51.100.7/32',
      'vpn0 198.51.100.7/32',
      '',
    ];
    let reads = 0;
    let changes = 0;
    await new Promise<void>((resolve) => {
      const end = watchNetwork(
        () => (changes += 1),
        () => {
          reads += 1;
          if (reads === seen.length + 3) {
            end();
            resolve();
          }
          return seen[Math.min(reads, seen.length) - 1] ?? '';
        },
        1,
      );
    });
    expect(changes).toBe(2);
  });
});
