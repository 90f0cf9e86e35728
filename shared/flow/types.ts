/**
 * The mail-flow picture as plain geometry: what `flowPicture` gives, and what the screen and the PDF draw.
 * All lengths are in user units of an SVG with the origin at the top left; text sizes are in `TEXT`.
 */
export type FlowLaneId = 'internet' | 'thirdParty' | 'microsoft365' | 'onPremises';
export type FlowEdgeKind = 'inbound' | 'outbound' | 'cross' | 'door';

export interface FlowPoint {
  readonly x: number;
  readonly y: number;
}

export interface FlowBox extends FlowPoint {
  readonly w: number;
  readonly h: number;
}

export interface FlowLane extends FlowBox {
  readonly id: FlowLaneId;
  readonly title: string;
}

/** One line of text in a node: `code` is a host or an address (monospaced), `missing` stands for a value not known yet. */
export interface FlowLine {
  readonly text: string;
  readonly style: 'code' | 'plain' | 'missing';
}

export interface FlowNode extends FlowBox {
  readonly id: string;
  readonly title: readonly string[];
  readonly lines: readonly FlowLine[];
}

/** `x` is where the text starts, or its middle. */
export interface FlowLabel extends FlowPoint {
  readonly text: string;
  readonly anchor: 'start' | 'middle';
}

export interface FlowEdge {
  readonly id: string;
  readonly kind: FlowEdgeKind;
  /** From where the message comes to where it goes, already shortened so that a head fits at its end. */
  readonly points: readonly FlowPoint[];
  /** Arrow heads as triangles; two for an edge that runs both ways. */
  readonly heads: ReadonlyArray<readonly FlowPoint[]>;
  /** What people call the arrow by, in the picture and in the description: a number, a letter for a side door. */
  readonly number: string;
  readonly badge: FlowPoint;
  readonly label: FlowLabel;
  readonly dashed: boolean;
  /** Only for side doors: true once its lock-down step is proved. */
  readonly closed?: boolean;
}

export interface FlowLegendItem extends FlowPoint {
  readonly kind: FlowEdgeKind;
  readonly closed: boolean;
  readonly text: string;
}

export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly FlowLane[];
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly legend: readonly FlowLegendItem[];
  /** The whole picture in words, with every host and address, for screen readers and as alternative text. */
  readonly description: string;
}

/** Sizes that layout and both drawers share. */
export const TEXT = {
  title: 13,
  code: 11.5,
  plain: 11.5,
  label: 11.5,
  lane: 12,
  lineHeight: 15.5,
  titleHeight: 17,
  padX: 8,
  padY: 9,
  badgeRadius: 9,
} as const;
