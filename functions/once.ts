/** The value of `make`, made at the first call and kept. A `make` that throws is tried again at the next. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
