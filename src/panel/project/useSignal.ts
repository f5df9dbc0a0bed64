import type { ISignal } from '@lumino/signaling';
import React from 'react';

/** Milliseconds between two drawings while much happens. */
const PAUSE = 100;

/**
 * Draw a component again when something changed, but not more often than one can see.
 */
export function useSignal(signal: ISignal<unknown, unknown>): void {
  const [, draw] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onChanged = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        draw();
      }, PAUSE);
    };
    signal.connect(onChanged);
    // What changed before there was somebody to tell.
    draw();
    return () => {
      clearTimeout(timer);
      signal.disconnect(onChanged);
    };
  }, [signal]);
}
