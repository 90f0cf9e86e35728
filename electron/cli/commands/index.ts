/** Every command, in the order of the help. A new one is a file of its own and a line here. */
import type { Command } from '../command.ts';
import { customersCommands } from './customers.ts';
import { dnsCheck } from './dns-check.ts';
import { exportCommand } from './export.ts';
import { spfCompose } from './spf-compose.ts';

export const COMMANDS: readonly Command[] = [exportCommand, spfCompose, dnsCheck, ...customersCommands];
