/** The text of a file that another program wrote: UTF-8, or UTF-16 as Windows PowerShell 5.1 writes it with `>`. */
import { AppError } from '../../shared/result.ts';

/** The encoding that a byte order mark names (Unicode, section 23.8), `null` where there is none. */
const markedEncoding = ([first, second]: Uint8Array): string | null => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
};

const decode = (bytes: Uint8Array): string =>
  new TextDecoder(markedEncoding(bytes) ?? 'utf-8', { fatal: true }).decode(bytes);

/**
 * UTF-8 with a mark or without, UTF-16 with one; the mark is left out. `name` stands in errors.
 * @throws AppError `bad-input` for other octets, since a replaced character would be kept as evidence
 */
export const decodeText = (bytes: Uint8Array, name: string): string => {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `${name} is neither UTF-8 nor UTF-16 with a byte order mark. Give the file as it was written.`,
      { path: name },
      cause,
    );
  }
};

/** As `decodeText`, and what fits neither as Windows-1252: consoles write their code page. */
export const decodeConsole = (bytes: Uint8Array): string => {
  try {
    return decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};
