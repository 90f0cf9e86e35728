/** Arrows and the legend below the picture. */
import type { OpenDoors } from './facts.ts';
import { TEXT } from './types.ts';
import type { FlowEdge, FlowEdgeKind, FlowLegendItem, FlowPoint } from './types.ts';

const HEAD_LENGTH = 9;
const HEAD_HALF = 4.5;
/** Room between a line and the text above it. */
const LABEL_GAP = 7;
/** Below this length the label stands in the middle between number and head. */
const SHORT = 140;

interface Span {
  readonly from: FlowPoint;
  readonly to: FlowPoint;
}
interface ArrowStyle {
  readonly both: boolean;
  readonly dashed: boolean;
  readonly closed?: boolean;
}

const unit = ({ from, to }: Span): FlowPoint => {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
};

const along = (point: FlowPoint, direction: FlowPoint, distance: number): FlowPoint => ({
  x: point.x + direction.x * distance,
  y: point.y + direction.y * distance,
});

const head = (tip: FlowPoint, direction: FlowPoint): FlowPoint[] => {
  const back = along(tip, direction, -HEAD_LENGTH);
  const side = { x: -direction.y, y: direction.x };
  return [tip, along(back, side, HEAD_HALF), along(back, side, -HEAD_HALF)];
};

/** A straight arrow with its number near the start and its label above the line (beside it when upright). */
export const arrow = (
  id: string,
  kind: FlowEdgeKind,
  number: string,
  text: string,
  span: Span,
  style: ArrowStyle,
): FlowEdge => {
  const direction = unit(span);
  const backwards = { x: -direction.x, y: -direction.y };
  const start = style.both ? along(span.from, direction, HEAD_LENGTH) : span.from;
  const upright = direction.x === 0;
  const badge = upright
    ? along(span.from, direction, Math.abs(span.to.y - span.from.y) / 2)
    : along(span.from, direction, style.both ? HEAD_LENGTH + 14 : 18);
  const short = !upright && Math.abs(span.to.x - span.from.x) < SHORT;
  const labelX = upright
    ? badge.x + TEXT.badgeRadius + 5
    : short
      ? (badge.x + direction.x * TEXT.badgeRadius + span.to.x - direction.x * HEAD_LENGTH) / 2
      : Math.min(span.from.x, span.to.x) + (direction.x > 0 ? 32 : 14);
  return {
    id,
    kind,
    number,
    badge,
    points: [start, along(span.to, direction, -HEAD_LENGTH + 1)],
    heads: [head(span.to, direction), ...(style.both ? [head(span.from, backwards)] : [])],
    label: {
      text,
      anchor: short ? 'middle' : 'start',
      x: labelX,
      y: upright ? badge.y + 4 : span.from.y - LABEL_GAP,
    },
    dashed: style.dashed,
    ...(style.closed === undefined ? {} : { closed: style.closed }),
  };
};

/** What the lines mean, in one row from the left. */
export const legend = (doors: OpenDoors, y: number): FlowLegendItem[] => {
  const item = (x: number, kind: FlowEdgeKind, text: string, closed = false): FlowLegendItem => ({
    x,
    y,
    kind,
    closed,
    text,
  });
  const open = doors.direct || doors.oldServer;
  return [
    item(14, 'inbound', 'Inbound 1 to 5'),
    item(180, 'outbound', 'Outbound 6, and 7 to 8'),
    item(400, 'cross', 'Between both sides 9'),
    open
      ? item(600, 'door', doors.direct && doors.oldServer ? 'Side doors A, B: open' : 'Side door: open')
      : item(600, 'door', 'Side doors A, B: closed', true),
    ...(open && !(doors.direct && doors.oldServer) ? [item(760, 'door', 'closed', true)] : []),
  ];
};
