/** Every command, in the order of the help. A new one is a file of its own and a line here. */
import type { Command } from '../command.ts';
import { customersCommands } from './customers.ts';
import { dnsCheck } from './dns-check.ts';
import { dnsCollectorCommands } from './dns-collector.ts';
import { dnsParse } from './dns-parse.ts';
import { dnsCompare } from './dns-compare.ts';
import { dnsDrift } from './dns-drift.ts';
import { dnsRecover } from './dns-recover.ts';
import { dnsSnapshot } from './dns-snapshot.ts';
import { dnsWatch } from './dns-watch.ts';
import { exportCommand } from './export.ts';
import { mxClassify } from './mx-classify.ts';
import { stsCheck } from './sts-check.ts';
import { spfCompose } from './spf-compose.ts';
import { spfEvaluate } from './spf-evaluate.ts';
import { spfExpand } from './spf-expand.ts';
import { spfExplain } from './spf-explain.ts';

export const COMMANDS: readonly Command[] = [
  exportCommand,
  spfCompose,
  spfExplain,
  spfEvaluate,
  spfExpand,
  mxClassify,
  stsCheck,
  dnsCheck,
  dnsSnapshot,
  dnsCompare,
  dnsDrift,
  dnsWatch,
  dnsRecover,
  dnsParse,
  ...dnsCollectorCommands,
  ...customersCommands,
];
