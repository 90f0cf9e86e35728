/** The picture as an SVG file for the PDF: no style sheet, no marker, no script, so that every renderer draws it alike. */
import { TEXT } from './types.ts';
import type { FlowEdge, FlowEdgeKind, FlowLegendItem, FlowNode, FlowPicture, FlowPoint } from './types.ts';

/** 'print' is legible in black and white: line styles and numbers carry what colours do. */
export type FlowTheme = 'print';

const PRINT = {
  text: '#1b1f24',
  quiet: '#5a636e',
  laneFill: '#f4f5f7',
  laneLine: '#d9dde2',
  nodeFill: '#ffffff',
  nodeLine: '#9aa3ad',
  missing: '#8a4b00',
  inbound: '#1f5fbf',
  outbound: '#1a7a4c',
  cross: '#5a4fa2',
  door: '#b3261e',
  closed: '#737c87',
} as const;
const PALETTES: Readonly<Record<FlowTheme, Readonly<Record<keyof typeof PRINT, string>>>> = { print: PRINT };
type Palette = Readonly<Record<keyof typeof PRINT, string>>;

/** Stroke width and dash pattern of each kind of flow. */
const STROKE: Readonly<Record<FlowEdgeKind, { readonly width: number; readonly dash: string }>> = {
  inbound: { width: 2.2, dash: '' },
  outbound: { width: 2.2, dash: '9 4' },
  cross: { width: 1.6, dash: '' },
  door: { width: 1.8, dash: '2 4' },
};

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"]/gu, (char) => ENTITY[char] ?? char);
const n = (value: number): string => String(Math.round(value * 100) / 100);
const at = (points: readonly FlowPoint[]): string => points.map((p) => `${n(p.x)},${n(p.y)}`).join(' ');

const SANS = 'Noto Sans, sans-serif';
const MONO = 'Noto Sans Mono, monospace';

interface TextStyle {
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly family?: string;
  readonly anchor?: 'start' | 'middle';
}
const text = (x: number, y: number, content: string, style: TextStyle): string =>
  `<text x="${n(x)}" y="${n(y)}" font-family="${style.family ?? SANS}" font-size="${n(style.size)}" font-weight="${String(style.weight ?? 400)}" fill="${style.fill}" text-anchor="${style.anchor ?? 'start'}">${escape(content)}</text>`;

const nodeSvg = (node: FlowNode, c: Palette): string => {
  const x = node.x + TEXT.padX;
  const titleBase = node.y + TEXT.padY + 12;
  const lineBase = titleBase + node.title.length * TEXT.titleHeight - 1;
  return [
    `<rect x="${n(node.x)}" y="${n(node.y)}" width="${n(node.w)}" height="${n(node.h)}" rx="6" fill="${c.nodeFill}" stroke="${c.nodeLine}" stroke-width="1"/>`,
    ...node.title.map((line, index) =>
      text(x, titleBase + index * TEXT.titleHeight, line, { size: TEXT.title, fill: c.text, weight: 600 }),
    ),
    ...node.lines.map((line, index) =>
      text(x, lineBase + index * TEXT.lineHeight, line.text, {
        size: line.style === 'code' ? TEXT.code : TEXT.plain,
        fill: line.style === 'missing' ? c.missing : line.style === 'code' ? c.text : c.quiet,
        ...(line.style === 'code' ? { family: MONO } : {}),
      }),
    ),
  ].join('');
};

const line = (points: readonly FlowPoint[], kind: FlowEdgeKind, colour: string): string => {
  const { width, dash } = STROKE[kind];
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<polyline points="${at(points)}" fill="none" stroke="${colour}" stroke-width="${n(width)}"${dashes}/>`;
};

const edgeSvg = (edge: FlowEdge, c: Palette): string => {
  const colour = edge.closed === true ? c.closed : c[edge.kind];
  const badge =
    `<circle cx="${n(edge.badge.x)}" cy="${n(edge.badge.y)}" r="${n(TEXT.badgeRadius)}" fill="${colour}"/>` +
    text(edge.badge.x, edge.badge.y + 3.8, edge.number, {
      size: 10.5,
      fill: c.nodeFill,
      weight: 600,
      anchor: 'middle',
    });
  return [
    line(edge.points, edge.kind, colour),
    ...edge.heads.map((triangle) => `<polygon points="${at(triangle)}" fill="${colour}"/>`),
    badge,
    text(edge.label.x, edge.label.y, edge.label.text, {
      size: TEXT.label,
      fill: colour,
      anchor: edge.label.anchor,
    }),
  ].join('');
};

const legendSvg = (item: FlowLegendItem, c: Palette): string =>
  line(
    [
      { x: item.x, y: item.y - 4 },
      { x: item.x + 30, y: item.y - 4 },
    ],
    item.kind,
    item.closed ? c.closed : c[item.kind],
  ) + text(item.x + 38, item.y, item.text, { size: TEXT.label, fill: c.text });

/** SVG 1.1 text of `picture`; all text from the profile is escaped, and characters that XML forbids are replaced. */
export const flowSvg = (picture: FlowPicture, theme: FlowTheme): string => {
  const c = PALETTES[theme];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(picture.width)}" height="${n(picture.height)}" viewBox="0 0 ${n(picture.width)} ${n(picture.height)}" role="img">`,
    `<title>Mail flow</title><desc>${escape(picture.description)}</desc>`,
    ...picture.lanes.map(
      (lane) =>
        `<rect x="${n(lane.x)}" y="${n(lane.y)}" width="${n(lane.w)}" height="${n(lane.h)}" rx="8" fill="${c.laneFill}" stroke="${c.laneLine}" stroke-width="1"/>` +
        text(lane.x + 10, lane.y + 18, lane.title, { size: TEXT.lane, fill: c.quiet, weight: 600 }),
    ),
    ...picture.nodes.map((node) => nodeSvg(node, c)),
    ...picture.edges.map((edge) => edgeSvg(edge, c)),
    ...picture.legend.map((item) => legendSvg(item, c)),
    '</svg>\n',
  ].join('\n');
};
