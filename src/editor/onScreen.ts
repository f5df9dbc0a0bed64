/**
 * Tells of elements whether they are on the screen.
 */

/** One for all: it tells of those that came into view together in one go. */
let observer: IntersectionObserver | null = null;
const listeners = new WeakMap<Element, (isSeen: boolean) => void>();

/**
 * Be told whether an element is on the screen: soon, and whenever that changes.
 *
 * @param listener Called with true where it is, or where the browser cannot tell
 */
export function onScreen(
  element: Element,
  listener: (isSeen: boolean) => void
): void {
  if (typeof IntersectionObserver === 'undefined') {
    listener(true);
    return;
  }
  observer ??= new IntersectionObserver(entries =>
    entries.forEach(({ isIntersecting, target }) =>
      listeners.get(target)?.(isIntersecting)
    )
  );
  listeners.set(element, listener);
  observer.observe(element);
}

/** Be told no more. */
export function offScreen(element: Element): void {
  observer?.unobserve(element);
  listeners.delete(element);
}
