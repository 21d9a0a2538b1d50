/** Calls listeners in the order in which they subscribed. */
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
      // The loop uses a copy, because a listener may unsubscribe during its call.
      for (const listener of [...listeners]) listener(value);
    },
  };
}
