/** Reading and immutable writing of profile values by path, e.g. `domains.2.eopHost`. */
type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const child = (node: unknown, key: string): unknown =>
  isNode(node) && Object.hasOwn(node, key) ? node[key] : undefined;

/** The value at a path; `undefined` when the path leads nowhere. */
export const getAt = (root: unknown, path: string): unknown => path.split('.').reduce<unknown>(child, root);

const put = (node: unknown, keys: readonly string[], value: unknown): unknown => {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (isList(node)) return node.with(Number(key), put(node[Number(key)], rest, value));
  if (!isNode(node)) throw new RangeError(`No value at ${keys.join('.')}`);
  return { ...node, [key]: put(child(node, key), rest, value) };
};

/** A copy with the value at the path replaced; everything beside the path is shared with the original. */
export const setAt = <T>(root: T, path: string, value: unknown): T => put(root, path.split('.'), value) as T;
