/** The open windows, oldest first. A module of its own, since app, windows and web contents all need it. */
interface OpenWindow {
  close(): void;
  focus(): void;
}
export const windows: OpenWindow[] = [];
