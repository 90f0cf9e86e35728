import type { Finding, FindingCode } from '../finding.ts';
import { because, HOUSE, type CatalogueEntry } from './catalogue.ts';
import { ERRORS } from './catalogue-errors.ts';
import { NOTES } from './catalogue-notes.ts';

/** Everything the app can say about SPF. */
const CATALOGUE: Readonly<Record<string, CatalogueEntry>> = { ...ERRORS, ...NOTES };

export interface FindingDetail {
  readonly token?: string | undefined;
  readonly reason?: string | undefined;
  readonly offset?: number | undefined;
  readonly path?: string | undefined;
  readonly fix?: string | undefined;
}

/** Builds a finding with the catalogue's words and source. */
export const spfFinding = (code: FindingCode, detail: FindingDetail = {}): Finding => {
  const { token, reason, offset, path, fix } = detail;
  const known = CATALOGUE[code];
  return {
    code,
    message:
      known?.message(token ?? '', reason ?? '') ?? `“${token ?? ''}” is not right${because(reason ?? '')}.`,
    source: known?.source ?? HOUSE,
    ...(token === undefined ? {} : { token }),
    ...(offset === undefined ? {} : { offset }),
    ...(path === undefined ? {} : { path }),
    ...(fix === undefined ? {} : { fix }),
  };
};
