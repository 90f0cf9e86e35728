/** Reads a dropped or chosen file as evidence text; anything that is not text is refused with the reason. */
import { AppError } from '../../../shared/result.ts';

/** Characters; the limit of `textEvidenceSchema`. */
const MOST = 200_000;

/** The text of a UTF-8 or UTF-16 file, line ends as LF. */
export const readEvidenceFile = async (
  file: Pick<File, 'name' | 'size' | 'arrayBuffer'>,
): Promise<string> => {
  if (file.size > MOST * 4) {
    throw new AppError(
      'bad-input',
      `${file.name} is too large: evidence holds at most ${String(MOST)} characters. Keep the part that proves the step.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    throw new AppError(
      'bad-input',
      `${file.name} is not a text file. Save the output as text and drop that.`,
    );
  }
  if (text.includes('\0')) {
    throw new AppError(
      'bad-input',
      `${file.name} is not a text file. Save the output as text and drop that.`,
    );
  }
  if (text.trim() === '') throw new AppError('bad-input', `${file.name} is empty, so it proves nothing.`);
  if (text.length > MOST) {
    throw new AppError(
      'bad-input',
      `${file.name} has ${String(text.length)} characters; evidence holds at most ${String(MOST)}. Keep the part that proves the step.`,
    );
  }
  return text;
};
