/** Punycode (RFC 3492) with the parameters of section 5; works on code points, in both directions. */
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

const adapt = (delta: number, points: number, first: boolean): number => {
  let rest = first ? Math.floor(delta / 700) : delta >> 1;
  rest += Math.floor(rest / points);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor((36 * rest) / (rest + 38));
};
const threshold = (k: number, bias: number): number => Math.min(Math.max(k - bias, T_MIN), T_MAX);
const digit = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22);

/** The ASCII form of one label, without the `xn--` in front. */
export const punycodeEncode = (label: string): string => {
  const points = Array.from(label, (char) => char.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < 128);
  let out = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '');
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let delta = 0;
  let done = basic.length;
  while (done < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (done + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta++;
      if (point !== n) continue;
      let q = delta;
      for (let k = BASE; ; k += BASE) {
        const t = threshold(k, bias);
        if (q < t) break;
        out += digit(t + ((q - t) % (BASE - t)));
        q = Math.floor((q - t) / (BASE - t));
      }
      out += digit(q);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
    delta++;
    n++;
  }
  return out;
};

/** The Unicode form of one label (without `xn--`), or `null` when it is not Punycode. */
export const punycodeDecode = (text: string): string | null => {
  const split = text.lastIndexOf('-');
  const out = Array.from(split > 0 ? text.slice(0, split) : '', (char) => char.charCodeAt(0));
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  let i = 0;
  for (let at = split > 0 ? split + 1 : 0; at < text.length;) {
    const before = i;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const value = parseInt(text.charAt(at++), 36);
      if (Number.isNaN(value)) return null;
      // parseInt counts 0-9 then a-z; Punycode counts a-z then 0-9
      const d = value < 10 ? value + 26 : value - 10;
      i += d * weight;
      if (i > 0x7fffffff) return null;
      const t = threshold(k, bias);
      if (d < t) break;
      weight *= BASE - t;
    }
    bias = adapt(i - before, out.length + 1, before === 0);
    n += Math.floor(i / (out.length + 1));
    i %= out.length + 1;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return null;
    out.splice(i++, 0, n);
  }
  return String.fromCodePoint(...out);
};
