/**
 * Lays out the mail-flow picture of the scenario: internet, third party, Microsoft 365, on-premises from left to
 * right. Inbound mail runs in the middle; the third party's box begins below the outbound lines and ends above the
 * side doors, so that what by-passes it can be seen to.
 */
import type { Profile } from '../profile/schema.ts';
import { describeFlow } from './describe.ts';
import { arrow, legend } from './edges.ts';
import { flowFacts } from './facts.ts';
import type { FlowFacts, OpenDoors } from './facts.ts';
import { heightOf, nodeTexts } from './nodes.ts';
import { TEXT } from './types.ts';
import type { FlowBox, FlowEdge, FlowLane, FlowNode, FlowPicture } from './types.ts';

const WIDTH = 906;
const LANE_PAD = 10;
const LANE_HEAD = 28;
const TOP = 4;
/** Left edge and width of the nodes in each lane. */
const COLUMN = {
  internet: { x: 14, w: 94 },
  thirdParty: { x: 188, w: 168 },
  microsoft365: { x: 438, w: 180 },
  onPremises: { x: 708, w: 184 },
} as const;

export interface FlowOptions {
  /** Both doors count as open unless told otherwise. */
  readonly openDoors?: OpenDoors;
}

interface Rows {
  readonly outCloud: number;
  readonly outOnPrem: number;
  readonly inbound: number;
  readonly cross: number;
  readonly doorA: number;
  readonly doorB: number;
}

type Texts = ReturnType<typeof nodeTexts>;

const layOutNodes = (texts: Texts): { nodes: FlowNode[]; rows: Rows; lanes: FlowLane[] } => {
  const h = (id: keyof Texts): number => heightOf(texts[id]);
  const first = TOP + LANE_HEAD + 4;
  const cloud = { y: first, h: h('cloud') };
  const smtp = { y: Math.max(cloud.y + cloud.h + 40, first + 40), h: h('smtp') };
  const outOnPrem = smtp.y + 26;
  const partyLaneTop = outOnPrem + 24;
  const partyTop = partyLaneTop + LANE_HEAD;
  const inboundTop = smtp.y + smtp.h + 22;
  const inbound = Math.max(partyTop + h('party') / 2, inboundTop + h('inbound') / 2, partyTop + 40);
  const box = { y: inbound + h('inbound') / 2 + 40, h: h('onPrem') };
  const cross = box.y + box.h / 2;
  const partyBottom = inbound + h('party') / 2 + LANE_PAD;
  const eopTextBottom = smtp.y + h('eop');
  const doorA = Math.max(partyBottom + 30, cross + 34, eopTextBottom + 8);
  const eop = { y: smtp.y, h: doorA + 18 - smtp.y };
  const cloudLaneBottom = eop.y + eop.h + LANE_PAD;
  const doorB = Math.max(cloudLaneBottom + 30, box.y + box.h + 22 + h('old') / 2);
  const bottom = doorB + Math.max(h('old') / 2, 22) + LANE_PAD;
  const outCloud = cloud.y + cloud.h / 2;
  const node = (id: keyof Texts, column: { x: number; w: number }, y: number, height = h(id)): FlowNode => ({
    id,
    ...column,
    y,
    h: height,
    ...texts[id],
  });
  const lane = (id: keyof typeof COLUMN, title: string, y: number, end: number): FlowLane => ({
    id,
    title,
    x: COLUMN[id].x - LANE_PAD,
    w: COLUMN[id].w + 2 * LANE_PAD,
    y,
    h: end - y,
  });
  return {
    rows: { outCloud, outOnPrem, inbound, cross, doorA, doorB },
    nodes: [
      node('internet', COLUMN.internet, first, doorB + 22 - first),
      node('party', COLUMN.thirdParty, inbound - h('party') / 2),
      node('cloud', COLUMN.microsoft365, cloud.y),
      node('eop', COLUMN.microsoft365, eop.y, eop.h),
      node('smtp', COLUMN.onPremises, smtp.y),
      node('inbound', COLUMN.onPremises, inbound - h('inbound') / 2),
      node('onPrem', COLUMN.onPremises, box.y),
      node('old', COLUMN.onPremises, doorB - h('old') / 2),
    ],
    lanes: [
      lane('internet', 'Internet', TOP, bottom),
      lane('thirdParty', 'Third party', inbound - h('party') / 2 - LANE_HEAD, partyBottom),
      lane('microsoft365', 'Microsoft 365', TOP, cloudLaneBottom),
      lane('onPremises', 'On-premises', TOP, bottom),
    ],
  };
};

const layOutEdges = (nodes: readonly FlowNode[], rows: Rows, facts: FlowFacts): FlowEdge[] => {
  const at = (id: keyof Texts): FlowBox => nodes.find((node) => node.id === id) ?? { x: 0, y: 0, w: 0, h: 0 };
  const right = (id: keyof Texts): number => at(id).x + at(id).w;
  const bottom = (id: keyof Texts): number => at(id).y + at(id).h;
  const eopMiddle = at('eop').x + at('eop').w / 2;
  const serverMiddle = at('inbound').x + at('inbound').w / 2;
  const flat = (y: number, from: number, to: number) => ({ from: { x: from, y }, to: { x: to, y } });
  const plain = { both: false, dashed: false };
  const doorState = (open: boolean) => ({ both: false, dashed: true, closed: !open });
  const doorLabel = (open: boolean, what: string, step: string): string =>
    open ? `${what}: open until ${step}` : `${what}: closed by ${step}`;
  return [
    arrow('in-internet', 'inbound', '1', 'MX', flat(rows.inbound, right('internet'), at('party').x), plain),
    arrow('in-party', 'inbound', '2', 'filtered', flat(rows.inbound, right('party'), at('eop').x), plain),
    arrow(
      'in-cloud',
      'inbound',
      '3',
      'delivered',
      { from: { x: eopMiddle, y: at('eop').y }, to: { x: eopMiddle, y: bottom('cloud') } },
      plain,
    ),
    arrow('in-onprem', 'inbound', '4', 'the rest', flat(rows.inbound, right('eop'), at('inbound').x), plain),
    arrow(
      'in-server',
      'inbound',
      '5',
      'delivered',
      { from: { x: serverMiddle, y: bottom('inbound') }, to: { x: serverMiddle, y: at('onPrem').y } },
      plain,
    ),
    arrow(
      'out-cloud',
      'outbound',
      '6',
      'outbound from the cloud, past the third party',
      flat(rows.outCloud, at('cloud').x, right('internet')),
      plain,
    ),
    arrow('out-server', 'outbound', '7', 'relayed', flat(rows.outOnPrem, at('smtp').x, right('eop')), plain),
    arrow(
      'out-onprem',
      'outbound',
      '8',
      'outbound from on-premises, past the third party',
      flat(rows.outOnPrem, at('eop').x, right('internet')),
      plain,
    ),
    arrow('cross', 'cross', '9', 'two-way', flat(rows.cross, right('eop'), at('onPrem').x), {
      both: true,
      dashed: false,
    }),
    arrow(
      'door-direct',
      'door',
      'A',
      doorLabel(facts.doors.direct, 'straight to Microsoft 365', 'LCK-01'),
      flat(rows.doorA, right('internet'), at('eop').x),
      doorState(facts.doors.direct),
    ),
    arrow(
      'door-old',
      'door',
      'B',
      doorLabel(facts.doors.oldServer, 'straight to the old server', 'LCK-03'),
      flat(rows.doorB, right('internet'), at('old').x),
      doorState(facts.doors.oldServer),
    ),
  ];
};

/** Draws `profile` as geometry; the same values always give the same picture. */
export const flowPicture = (profile: Profile, options: FlowOptions = {}): FlowPicture => {
  const facts = flowFacts(profile, options.openDoors ?? { direct: true, oldServer: true });
  const texts = nodeTexts(facts, {
    internet: COLUMN.internet.w,
    party: COLUMN.thirdParty.w,
    cloud: COLUMN.microsoft365.w,
    eop: COLUMN.microsoft365.w,
    smtp: COLUMN.onPremises.w,
    inbound: COLUMN.onPremises.w,
    onPrem: COLUMN.onPremises.w,
    old: COLUMN.onPremises.w,
  });
  const { nodes, rows, lanes } = layOutNodes(texts);
  const end = Math.max(...lanes.map((lane) => lane.y + lane.h));
  const legendY = end + 24;
  return {
    width: WIDTH,
    height: legendY + TEXT.lineHeight,
    lanes,
    nodes,
    edges: layOutEdges(nodes, rows, facts),
    legend: legend(facts.doors, legendY),
    description: describeFlow(facts),
  };
};
