import { describe, expect, it } from 'vitest';
import { DnsRun, type DnsRunOptions } from '../../../electron/dns/run.ts';
import type { DnsLookup, DnsOutcome, DnsQuestion, DnsServer } from '../../../shared/dns/types.ts';
import { whyUnanswered } from '../../../shared/dns/unanswered.ts';
import { answerTo } from './answers.ts';

const server = (last: number): DnsServer => {
  const address = `192.0.2.${last}`;
  return { address, port: 53, label: address };
};
const question = (index: number): DnsQuestion => ({ name: `h${index}.contoso.com`, type: 'MX' });

/** A lookup that answers in the next turn of the event loop and counts how many questions are on their way. */
class CountingLookup implements DnsLookup {
  readonly asked: string[] = [];
  most = 0;
  readonly #mostPerServer = new Map<string, number>();
  readonly #now = new Map<string, number>();
  readonly #outcome: (question: DnsQuestion, address: string) => DnsOutcome;

  constructor(outcome: (question: DnsQuestion, address: string) => DnsOutcome = () => 'no-data') {
    this.#outcome = outcome;
  }
  mostAt(address: string): number {
    return this.#mostPerServer.get(address) ?? 0;
  }
  async lookup(asked: DnsQuestion, options: { readonly server?: DnsServer } = {}) {
    const at = options.server?.address ?? '';
    this.asked.push(`${at} ${asked.name}`);
    this.#count(at, 1);
    await new Promise((resolve) => setImmediate(resolve));
    this.#count(at, -1);
    return answerTo(asked, [], { outcome: this.#outcome(asked, at) });
  }
  #count(at: string, by: number): void {
    this.#now.set(at, (this.#now.get(at) ?? 0) + by);
    this.#mostPerServer.set(at, Math.max(this.mostAt(at), this.#now.get(at) ?? 0));
    this.most = Math.max(
      this.most,
      [...this.#now.values()].reduce((sum, value) => sum + value, 0),
    );
  }
}

const askMany = (lookup: DnsLookup, count: number, servers: number, options: DnsRunOptions = {}) => {
  const run = new DnsRun(lookup, options);
  return Promise.all(
    Array.from({ length: count }, (_, index) => run.ask(question(index), server(1 + (index % servers)))),
  );
};

describe('a run', () => {
  it('asks equal questions once, and another server again', async () => {
    const lookup = new CountingLookup();
    const run = new DnsRun(lookup);
    const [one, two] = await Promise.all([run.ask(question(1), server(1)), run.ask(question(1), server(1))]);
    await run.ask(question(1), server(2));
    await run.ask(question(1), server(1));
    expect(one).toBe(two);
    expect(lookup.asked).toEqual(['192.0.2.1 h1.contoso.com', '192.0.2.2 h1.contoso.com']);
  });

  it('asks at most 16 questions of one server and 32 in all at once', async () => {
    const lookup = new CountingLookup();
    await askMany(lookup, 200, 1);
    expect(lookup.mostAt('192.0.2.1')).toBe(16);
    const wide = new CountingLookup();
    await askMany(wide, 400, 10);
    expect(wide.most).toBe(32);
    expect(wide.asked.length).toBe(400);
  });

  it('does not wait again and again for a server that never answers', async () => {
    const lookup = new CountingLookup(() => 'timeout');
    const answers = await askMany(lookup, 50, 1);
    expect(lookup.asked.length).toBe(16);
    expect(answers.every(({ outcome }) => outcome === 'timeout')).toBe(true);
    expect(answers.at(-1)?.raw).toContain(
      'not asked, since the server left 16 questions of this run unanswered',
    );
  });

  it.each<[DnsOutcome, DnsOutcome]>([
    ['unreachable', 'unreachable'],
    ['offline', 'offline'],
    // Of a question that was not asked nothing came back.
    ['malformed', 'timeout'],
  ])('does not try again and again a server where all is %s', async (each, outcome) => {
    const lookup = new CountingLookup(() => each);
    const answers = await askMany(lookup, 50, 1);
    expect(lookup.asked.length).toBe(16);
    expect(answers[0]?.outcome).toBe(each);
    expect(answers.slice(16).every((answer) => answer.outcome === outcome)).toBe(true);
  });

  it('says of a question that was not asked why the others failed', async () => {
    const reason = 'TLS: the certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)';
    const run = new DnsRun({
      lookup: async (asked) => {
        const answer = answerTo(asked, [], { outcome: 'unreachable' });
        return Promise.resolve({ ...answer, raw: `;; no answer: ${reason}\n\n;; QUESTION SECTION:` });
      },
    });
    for (let index = 0; index < 3; index += 1) await run.ask(question(index), server(1));
    const unasked = await run.ask(question(3), server(1));
    expect(unasked.raw).toContain(`;; no answer: ${reason}; not asked`);
    expect(whyUnanswered(unasked)).toContain('the certificate is not trusted');
  });

  it('gives up a server that falls silent in the middle, after far more questions than chance leaves open', async () => {
    let asked = 0;
    const lookup = new CountingLookup(() => ((asked += 1) <= 100 ? 'no-data' : 'timeout'));
    const answers = await askMany(lookup, 2000, 1);
    expect(answers.filter(({ outcome }) => outcome === 'no-data').length).toBe(100);
    expect(lookup.asked.length).toBeLessThan(200);
  });

  it('does not give up a server that leaves every other question open', async () => {
    let asked = 0;
    const lookup = new CountingLookup(() => ((asked += 1) % 2 === 0 ? 'no-data' : 'timeout'));
    await askMany(lookup, 2000, 1);
    expect(lookup.asked.length).toBe(2000);
  });

  it('goes on with a server that answers some of the time', async () => {
    const lookup = new CountingLookup(({ name }) => (name === 'h0.contoso.com' ? 'no-data' : 'timeout'));
    await askMany(lookup, 50, 1);
    expect(lookup.asked.length).toBe(50);
  });

  it('keeps a dead server from holding up another', async () => {
    const lookup = new CountingLookup((_question, address) =>
      address === '192.0.2.1' ? 'timeout' : 'no-data',
    );
    const answers = await askMany(lookup, 100, 2);
    expect(answers.filter(({ outcome }) => outcome === 'no-data').length).toBe(50);
  });

  it('asks nothing more once it is stopped', async () => {
    const stop = new AbortController();
    const lookup = new CountingLookup();
    const pending = askMany(lookup, 50, 1, { signal: stop.signal });
    stop.abort();
    const answers = await pending;
    expect(lookup.asked.length).toBe(16);
    expect(answers.filter(({ outcome }) => outcome === 'cancelled').length).toBe(34);
  });

  it('takes ten thousand questions, none of which goes on the wire any more', async () => {
    const stopped = await askMany(new CountingLookup(), 10_000, 1, { signal: AbortSignal.abort() });
    expect(stopped.every(({ outcome }) => outcome === 'cancelled')).toBe(true);
  });

  it('hands on what the lookup throws, and goes on with the rest', async () => {
    const counting = new CountingLookup();
    const run = new DnsRun({
      lookup: (asked, options) =>
        asked.name === 'h1.contoso.com'
          ? Promise.reject(new Error('defect'))
          : counting.lookup(asked, options),
    });
    const bad = run.ask(question(1), server(1));
    await expect(bad).rejects.toThrow('defect');
    expect((await run.ask(question(2), server(1))).outcome).toBe('no-data');
  });

  it('does not have the text of an answer written out that nobody looks at', async () => {
    let written = 0;
    const run = new DnsRun({
      lookup: (asked) =>
        Promise.resolve({
          ...answerTo(asked, []),
          get raw() {
            written += 1;
            return ';; the whole message';
          },
        }),
    });
    const answer = await run.ask(question(1), server(1));
    expect(written).toBe(0);
    expect([answer.raw, written]).toEqual([';; the whole message', 1]);
  });
});
