/** `list.push(...items)` without its limit: a call takes no more than about 120,000 arguments. */
export const append = <T>(list: T[], items: Iterable<T>): void => {
  for (const item of items) list.push(item);
};
