/**
 * What the stand-in does not have must fail by name at its first use, not as "undefined is not a function"
 * three calls later. Symbols, `then` and the like are asked by the language and by inspectors, so they pass.
 */
const ASKED_BY_OTHERS = new Set<string>([
  'then',
  'toJSON',
  'constructor',
  'inspect',
  'nodeType',
  'asymmetricMatch',
]);

/** `target` itself, with an error that names `name.member` for every member that is not there. */
export function refusing<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get: (object, key) => {
      if (typeof key === 'symbol' || key in object || ASKED_BY_OTHERS.has(key)) {
        const value: unknown = Reflect.get(object, key, object);
        // Bound, because private fields are the target's and not the proxy's.
        return typeof value === 'function' ? (value.bind(object) as unknown) : value;
      }
      throw notHere(`${name}.${key}`);
    },
    set: (object, key, value) => Reflect.set(object, key, value, object),
  });
}

export function notHere(what: string): Error {
  return new Error(`The Electron stand-in has no ${what}. Add it to tests/electron-standin or use Electron.`);
}
