/** The id of a customer: a file name on every system, and the key by which all that is kept of it is found. */
import { z } from 'zod';

export const customerIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{2,63}$/u);
