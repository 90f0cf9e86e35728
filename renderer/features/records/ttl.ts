import type { DomainProfile } from '../../../shared/profile/schema.ts';

const DEFAULT_TTL = 3600;

/** Seconds with which the planned records are published: the short cut-over TTL, so that a rollback is quick. */
export const plannedTtl = (domain: DomainProfile | null): number => domain?.cutoverTtl ?? DEFAULT_TTL;

const unit = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;

/** `3600 s (1 hour)`; 'not known' for `null`. */
export const ttlText = (seconds: number | null): string => {
  if (seconds === null) return 'not known';
  const text = `${String(seconds)} s`;
  if (seconds >= 86_400 && seconds % 86_400 === 0) return `${text} (${unit(seconds / 86_400, 'day')})`;
  if (seconds >= 3600 && seconds % 3600 === 0) return `${text} (${unit(seconds / 3600, 'hour')})`;
  if (seconds >= 60 && seconds % 60 === 0) return `${text} (${unit(seconds / 60, 'minute')})`;
  return text;
};
