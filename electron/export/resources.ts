/**
 * The template and the fonts of the PDF: in the repository they lie where they are written and installed, in the
 * built app they are copied side by side into one folder.
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export interface ExportResources {
  readonly templateFile: string;
  /** Sorted, so that the engine sees them in the same order everywhere. */
  readonly fontFiles: readonly string[];
}

const TEMPLATE = 'runbook.typ';
const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
  '@expo-google-fonts/noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf',
];
const LICENCE = '@expo-google-fonts/noto-sans/LICENSE_FONT';

const byName = (a: string, b: string): number => (basename(a) < basename(b) ? -1 : 1);

/** For tests, the command line and a start from the repository. */
export const sourceResources = (): ExportResources => {
  const { resolve } = createRequire(import.meta.url);
  return {
    templateFile: join(import.meta.dirname, 'template', TEMPLATE),
    fontFiles: FONTS.map((font) => resolve(font)).sort(byName),
  };
};

/** For the built app: what `copyResources` put into `folder`. */
export const packagedResources = async (folder: string): Promise<ExportResources> => ({
  templateFile: join(folder, TEMPLATE),
  fontFiles: (await readdir(join(folder, 'fonts')))
    .filter((name) => name.endsWith('.ttf'))
    .map((name) => join(folder, 'fonts', name))
    .sort(byName),
});

/** Build step: puts template, fonts and the fonts' licence into `folder`. */
export const copyResources = async (folder: string): Promise<void> => {
  const from = sourceResources();
  const fonts = join(folder, 'fonts');
  await mkdir(fonts, { recursive: true });
  const licence = createRequire(import.meta.url).resolve(LICENCE);
  await copyFile(from.templateFile, join(folder, TEMPLATE));
  await copyFile(licence, join(fonts, basename(dirname(licence)) + '-LICENSE.txt'));
  for (const font of from.fontFiles) await copyFile(font, join(fonts, basename(font)));
};
