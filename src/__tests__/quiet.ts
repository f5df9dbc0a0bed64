/**
 * `@jupyter/ydoc` reads cells before they are part of a document, of which Yjs warns each time;
 * hundreds of such warnings, and one on the clipboard that jsdom lacks, would hide one that matters.
 */
const warn = console.warn;

console.warn = (...args: unknown[]): void => {
  if (
    !args.some(arg =>
      /Add Yjs type to a document|yjs#509|Clipboard API not available/.test(
        String(arg)
      )
    )
  ) {
    warn(...args);
  }
};
