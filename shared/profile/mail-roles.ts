/** Which way mail of a domain goes; a parked one has none, whatever its two switches say. */
import type { DomainProfile } from './schema.ts';

export const receivesMail = ({ receives, role }: Pick<DomainProfile, 'receives' | 'role'>): boolean =>
  receives && role !== 'parked';

export const sendsMail = ({ sends, role }: Pick<DomainProfile, 'sends' | 'role'>): boolean =>
  sends && role !== 'parked';
