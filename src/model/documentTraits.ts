/**
 * What sets a document that is no notebook apart. Text files and code consoles are handled as
 * notebooks of some cells: only what is different about them is told here.
 */

/** What sets a document apart from a notebook. */
export interface IDocumentTraits {
  /** What the panel calls it. */
  readonly what: 'notebook' | 'file' | 'console';
  /** Sent with each request about it. */
  readonly request: {
    readonly kind?: 'file';
    /** Where an import goes that a lookup needs: what ran in a console does not run again. */
    readonly imports?: 'cell';
  };
}

/** What depends on what a document is. */
export type ByKind<T> = Readonly<Record<IDocumentTraits['what'], T>>;

const NOTEBOOK: IDocumentTraits = { what: 'notebook', request: {} };

const traits = new WeakMap<object, IDocumentTraits>();

/** Say what sets a document apart. */
export function setTraits(document: object, own: IDocumentTraits): void {
  traits.set(document, own);
}

/**
 * The words for a document among those for each kind; those for a notebook where there is none.
 */
export function wordFor<T>(document: object | null, words: ByKind<T>): T {
  return words[document ? traitsOf(document).what : 'notebook'];
}

/** What sets a document apart; nothing does for a notebook. */
export function traitsOf(document: object): IDocumentTraits {
  return traits.get(document) ?? NOTEBOOK;
}
