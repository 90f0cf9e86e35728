/** What is written in each node, already broken into lines that fit its width. */
import type { FlowFacts } from './facts.ts';
import { TEXT } from './types.ts';
import type { FlowLine } from './types.ts';
import { wrap } from './wrap.ts';

export interface NodeText {
  readonly title: readonly string[];
  readonly lines: readonly FlowLine[];
}
export type NodeId = 'internet' | 'party' | 'cloud' | 'eop' | 'smtp' | 'inbound' | 'onPrem' | 'old';

/** Average advance of a character in em: Noto Sans Mono is exactly 0.6, the sans fonts a little less. */
const CODE_ADVANCE = 0.605;
const PLAIN_ADVANCE = 0.57;
/** Lines that one name may take before it is cut; the description always has it whole. */
const MAX_LINES = 4;

const columns = (width: number, size: number, advance: number): number =>
  Math.max(4, Math.floor((width - 2 * TEXT.padX) / (size * advance)));

const code = (values: readonly string[], width: number, show: number, missing: string): FlowLine[] => {
  if (values.length === 0) return [{ text: missing, style: 'missing' }];
  const shown = values.length === show + 1 ? values : values.slice(0, show);
  const lines = shown.flatMap((value): FlowLine[] =>
    wrap(value, columns(width, TEXT.code, CODE_ADVANCE), MAX_LINES).map((text) => ({ text, style: 'code' })),
  );
  const hidden = values.length - shown.length;
  return hidden === 0 ? lines : [...lines, { text: `+${String(hidden)} more`, style: 'plain' }];
};

const plain = (text: string): FlowLine[] => (text === '' ? [] : [{ text, style: 'plain' }]);

/** Title and lines of every node for the given node widths. */
export const nodeTexts = (
  facts: FlowFacts,
  width: Readonly<Record<NodeId, number>>,
): Readonly<Record<NodeId, NodeText>> => {
  const title = (id: NodeId, text: string): string[] =>
    wrap(text, columns(width[id], TEXT.title, PLAIN_ADVANCE), 3);
  const vendor = facts.vendor === '' ? 'Filtering service' : facts.vendor;
  return {
    internet: { title: title('internet', 'Senders and recipients'), lines: [] },
    party: {
      title: title('party', vendor),
      lines: code(facts.mxHosts, width.party, 3, 'MX hosts not known'),
    },
    cloud: { title: title('cloud', 'Cloud mailboxes'), lines: plain(facts.cloudMailboxes) },
    eop: {
      title: title('eop', 'Exchange Online Protection'),
      lines: code(facts.eopHosts, width.eop, 2, 'EOP host not known'),
    },
    smtp: {
      title: title('smtp', 'Sending servers'),
      lines: code(facts.smtpHosts, width.smtp, 2, 'SMTP hosts not known'),
    },
    inbound: {
      title: title('inbound', 'Inbound host'),
      lines: [
        ...code(facts.inboundHosts, width.inbound, 1, 'host not known'),
        ...(facts.publicIps.length === 0 ? [] : code(facts.publicIps, width.inbound, 2, '')),
      ],
    },
    onPrem: { title: title('onPrem', 'On-premises mailboxes'), lines: plain(facts.onPremMailboxes) },
    old: {
      title: title('old', 'Old way in, port 25'),
      lines: code(facts.oldHosts, width.old, 2, 'current MX not known'),
    },
  };
};

/** Height of a node that holds exactly this text. */
export const heightOf = (text: NodeText): number =>
  2 * TEXT.padY + text.title.length * TEXT.titleHeight + text.lines.length * TEXT.lineHeight;
