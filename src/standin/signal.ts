/** Tells listeners in the order in which they subscribed. */
export interface Signal<T> {
  on(listener: (value: T) => void): () => void;
  emit(value: T): void;
}

export function createSignal<T>(): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    emit(value) {
      // A copy, because a listener may unsubscribe while it is being told.
      for (const listener of [...listeners]) listener(value);
    },
  };
}
