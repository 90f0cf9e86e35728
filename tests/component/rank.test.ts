import { describe, expect, it } from 'vitest';
import { rank } from '../../renderer/app/rank.ts';

const items = [
  { label: 'Overview', words: 'view' },
  { label: 'DNS-03  Publish SPF before MX', words: 'step P5' },
  { label: 'DNS-07  Switch MX to the third party', words: 'step P5' },
  { label: 'VER-01  DNS verification', words: 'step P7' },
  { label: 'm\u00fcnchen.example', words: 'domain' },
];
const labels = (query: string, most = 10): readonly string[] =>
  rank(query, items, most).map(({ label }) => label.split(' ')[0] ?? '');

describe('ranking of the palette', () => {
  it('keeps the given order while nothing is typed', () => {
    expect(labels('')).toEqual(items.map(({ label }) => label.split(' ')[0]));
  });
  it('puts what starts with the query before what only contains it', () => {
    expect(labels('dns')).toEqual(['DNS-03', 'DNS-07', 'VER-01']);
  });
  it('keeps equally good ones in the order of the work', () => {
    expect(labels('mx')).toEqual(['DNS-03', 'DNS-07']);
  });
  it('needs every word, in any order', () => {
    expect(labels('mx switch')).toEqual(['DNS-07']);
    expect(labels('mx nothing')).toEqual([]);
  });
  it('finds by further words and ignores case and accents', () => {
    expect(labels('P7')).toEqual(['VER-01']);
    expect(labels('MUNCHEN')).toEqual(['m\u00fcnchen.example']);
  });
  it('gives no more than asked for', () => {
    expect(labels('dns', 1)).toEqual(['DNS-03']);
  });
});
