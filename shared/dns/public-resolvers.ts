/**
 * Resolvers of the public, by name. Each sees the names that it is asked for, so none is asked before a person has
 * switched it on; the list is theirs to edit.
 */
import { z } from 'zod';
import { AppError } from '../result.ts';
import { formatServer, parseServer } from './server.ts';
import { dnsServerSchema, type DnsServer } from './types.ts';

const publicResolver = (address: string, label: string) => ({
  server: { address, port: 53, label },
  asked: false,
});

/** What a person may type: an address and no name that would have to be looked up, a path that HTTP can carry. */
const canBeTyped = (server: DnsServer): boolean => {
  const text = formatServer(server);
  try {
    return formatServer(parseServer(text)) === text;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};

export const publicResolversSchema = z
  .array(
    z.strictObject({
      server: dnsServerSchema.refine(canBeTyped, 'no server that can be asked'),
      asked: z.boolean(),
    }),
  )
  .max(50);
export type PublicResolvers = z.infer<typeof publicResolversSchema>;

/** The list that the app brings, all off. */
export const PUBLIC_RESOLVERS: PublicResolvers = [
  publicResolver('9.9.9.9', 'Quad9'),
  publicResolver('1.1.1.1', 'Cloudflare'),
  publicResolver('8.8.8.8', 'Google'),
];
