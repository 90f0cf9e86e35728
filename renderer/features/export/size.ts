/** `812 bytes`, `14 kB`, `1.2 MB`: decimal units, as file managers show them. */
export const sizeText = (bytes: number): string => {
  if (bytes < 1000) return `${String(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (bytes < 1_000_000) return `${String(Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
};
