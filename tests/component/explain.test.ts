import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import RecordsView from '../../renderer/features/records/RecordsView.svelte';
import { explainRecord } from '../../renderer/features/records/explain-record.ts';
import type { RecordView } from '../../renderer/features/records/explain-record.ts';
import { NOT_ASKED } from '../../renderer/app/answers.ts';
import type { SpfLookup } from '../../shared/spf/lookup-port.ts';
import { runSummary } from '../../shared/dns/stored-run.ts';
import { AppError } from '../../shared/result.ts';
import { foundAnswer, VOID_ANSWER } from '../../shared/spf/lookup-port.ts';
import { openDesk } from './support/desk.ts';
import { storedRunOf } from './support/stored-run.ts';

const text = (element: Element): string => element.textContent.replaceAll(/\s+/gu, ' ').trim();
afterEach(cleanup);

/** A zone by `TXT name`; `null` for a name that was never asked, and nothing for one that does not exist. */
const zone =
  (records: Readonly<Record<string, readonly string[] | null>>): SpfLookup =>
  (name, type) => {
    const values = records[`${type} ${name}`];
    if (values === null) return { status: 'failed', reason: NOT_ASKED };
    return values === undefined ? VOID_ANSWER : foundAnswer(values);
  };
const explain = (
  records: readonly string[] | null,
  lookup: SpfLookup,
  costs: Readonly<Record<string, number>> = {},
): Promise<RecordView> => explainRecord({ domain: 'contoso.com', records, costs }, lookup);

describe('the explained record', () => {
  it('reads every include, counts at worst, and says what is wrong with a target', async () => {
    const view = await explain(
      ['v=spf1 include:spf.filter.example include:gone.example include:%{i}.x.example mx -all a'],
      zone({
        'TXT spf.filter.example': ['v=spf1 a:out.filter.example include:contoso.com ip4:192.0.2.0/28 ~all'],
        'A out.filter.example': ['192.0.2.10'],
        'MX contoso.com': ['mail.contoso.com'],
        'A mail.contoso.com': ['198.51.100.7'],
      }),
    );
    if (!view.found) throw new Error(view.reason);
    const { rows, direct, lookups, tooManyLookups } = view.explained;
    expect(rows.map(({ lookups: { known, sure } }) => [known, sure])).toEqual([
      [3, true],
      [1, true],
      [1, false],
      [1, true],
      [0, true],
      [0, true],
    ]);
    expect([direct, lookups, tooManyLookups]).toEqual([4, { known: 6, sure: false }, false]);
    expect(rows[0]?.inside?.rows.map(({ note }) => note)).toEqual([
      null,
      'contoso.com is the record itself again: a loop, and a permanent error',
      null,
      null,
    ]);
    expect(rows[0]?.inside?.rows[0]?.addresses).toEqual(['192.0.2.10']);
    expect(rows[1]?.broken).toBe(true);
    expect(rows[1]?.note).toContain('publishes no SPF record');
    expect(rows[2]?.note).toContain('macro');
    expect(rows[3]?.addresses).toEqual(['198.51.100.7']);
    expect(rows[5]).toMatchObject({ unreached: true, meaning: 'not read: all decides' });
    expect(view.findings.map(({ code }) => code)).toContain('SPF-E-INCLUDE-LOOP');
  });

  it('takes the inside of an include that was not asked from the profile, and says that it was not', async () => {
    const lookup = zone({ 'TXT spf.crm.example': null });
    const record = ['v=spf1 include:spf.crm.example -all'];
    const open = await explain(record, lookup);
    expect(open).toMatchObject({
      explained: {
        lookups: { known: 1, sure: false },
        rows: [{ note: 'spf.crm.example is not read: it was not asked yet', broken: false }, {}],
      },
    });
    const noted = await explain(record, lookup, { 'spf.crm.example': 4 });
    expect(noted).toMatchObject({ explained: { lookups: { known: 5, sure: true } } });
  });

  it('goes over the limits in words and findings', async () => {
    const view = await explain(
      [
        `v=spf1 ${Array.from({ length: 11 }, (_, index) => `exists:${String(index)}.example`).join(' ')} -all`,
      ],
      zone({}),
    );
    expect(view).toMatchObject({
      explained: { lookups: { known: 11 }, tooManyLookups: true, voids: { known: 11 }, tooManyVoids: true },
    });
  });

  it('says why there is none to explain', async () => {
    expect(await explain(null, zone({ 'TXT contoso.com': null }))).toEqual({
      found: false,
      reason: 'contoso.com is not read: it was not asked yet.',
    });
    expect(await explain(null, zone({ 'TXT contoso.com': ['v=spf1 -all', 'v=spf1 ~all'] }))).toMatchObject({
      reason: 'contoso.com publishes more than one SPF record: a permanent error.',
    });
  });
});

describe('the explain view', () => {
  it('shows the planned record, and on request the published one as the profile notes it', async () => {
    await openDesk();
    render(RecordsView);
    const view = screen.getByRole('region', { name: 'What the record says' });
    const planned = await within(view).findByRole('list', { name: 'The planned record, term by term' });
    expect(text(planned)).toContain('spf.protection.outlook.com is not read: it was not asked yet');
    await fireEvent.click(within(view).getByRole('radio', { name: 'Published' }));
    const published = await within(view).findByRole('list', { name: 'The published record, term by term' });
    expect(text(published)).toContain('the mail servers (MX) of contoso.com may send');
    expect(text(view)).toContain('as noted in the profile');
  });

  it('reads includes and proves senders from the answers that are kept', async () => {
    const desk = await openDesk();
    desk.runs.push(
      storedRunOf({
        'TXT contoso.com': ['MS=ms12345678', 'v=spf1 mx -all'],
        'MX contoso.com': ['10 mail.contoso.com'],
        'A mail.contoso.com': ['131.107.21.231'],
        'AAAA mail.contoso.com': [],
        'TXT spf.protection.outlook.com': ['v=spf1 ip4:198.51.100.0/24 -all'],
        'TXT ex01.corp.contoso.com': [],
      }),
    );
    render(RecordsView);
    const note = screen.getByRole('region', { name: 'DNS answers' });
    expect(await within(note).findByText(/^DNS answers of/u)).toBeTruthy();
    const view = screen.getByRole('region', { name: 'What the record says' });
    const inside = await within(view).findByRole('list', { name: 'Inside spf.protection.outlook.com' });
    expect(text(inside)).toContain('198.51.100.0/24 may send');
    await fireEvent.click(within(view).getByRole('radio', { name: 'Published' }));
    const published = (): string =>
      text(within(view).getByRole('list', { name: 'The published record, term by term' }));
    await waitFor(() => expect(published()).toContain('now 131.107.21.231'));
    expect(text(view)).toContain('as DNS answered last');

    const proof = screen.getByRole('table', { name: 'Sender proof' });
    const cells = (): string[] =>
      within(within(proof).getByRole('row', { name: /^Microsoft 365/u }))
        .getAllByRole('cell')
        .map(text);
    await waitFor(() =>
      expect(cells().slice(1, 4)).toEqual([
        'softfail ~all 1 look-up',
        'pass include:spf.protection.outlook.com → ip4:198.51.100.0/24 1 look-up',
        'As it should',
      ]),
    );
    const helo = within(proof).getByRole('row', { name: /^HELO/u });
    expect(text(helo)).toContain('none ex01.corp.contoso.com has no TXT record; 0 look-ups');
    const stranger = within(proof).getByRole('row', { name: /^A stranger/u });
    expect(text(stranger)).toContain('fail -all 1 look-up');
  });

  it('asks DNS on request, and keeps the reason when nobody answers', async () => {
    const desk = await openDesk();
    const asked: unknown[] = [];
    desk.answer({
      'dns.snapshot': ({ domains, authoritative }) => {
        asked.push([domains, authoritative]);
        const run = storedRunOf({ 'TXT spf.protection.outlook.com': ['v=spf1 ip4:198.51.100.0/24 -all'] });
        desk.runs.push(run);
        return { run: runSummary(run, '0'.repeat(64)), offline: false };
      },
    });
    render(RecordsView);
    await fireEvent.click(await screen.findByRole('button', { name: 'Ask DNS now' }));
    const view = screen.getByRole('region', { name: 'What the record says' });
    expect(await within(view).findByRole('list', { name: 'Inside spf.protection.outlook.com' })).toBeTruthy();
    expect(asked).toEqual([[['contoso.com'], true]]);
    desk.answer({
      'dns.snapshot': () => {
        throw new AppError('store-full', 'The disk is full.');
      },
    });
    await fireEvent.click(await screen.findByRole('button', { name: 'Ask again' }));
    expect(text(await screen.findByRole('alert'))).toContain('The disk is full.');
  });
});
