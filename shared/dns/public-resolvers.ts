/**
 * Resolvers of the public, by name. Each sees the names that it is asked for, so none is asked before a person has
 * switched it on; the list is theirs to edit.
 */
import { z } from 'zod';
import { dnsServerSchema } from './types.ts';

const publicResolver = (address: string, label: string) => ({
  server: { address, port: 53, label },
  asked: false,
});

export const publicResolversSchema = z
  .array(z.strictObject({ server: dnsServerSchema, asked: z.boolean() }))
  .max(50);
export type PublicResolvers = z.infer<typeof publicResolversSchema>;

/** The list that the app brings, all off. */
export const PUBLIC_RESOLVERS: PublicResolvers = [
  publicResolver('9.9.9.9', 'Quad9'),
  publicResolver('1.1.1.1', 'Cloudflare'),
  publicResolver('8.8.8.8', 'Google'),
];
