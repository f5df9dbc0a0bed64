/**
 * Keeps a document marked as unsaved while the file may lack its last changes.
 *
 * JupyterLab marks a document as saved when a save is answered, also where it changed after that
 * save was sent. What a rewrite took out would then stay in the file, and nothing would say so.
 */
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

/** What of a document's context is needed here. */
export type SavedContext = Pick<
  DocumentRegistry.Context,
  'isDisposed' | 'model' | 'saveState'
>;

/** Guard all notebooks that a tracker knows, and those to come. */
export function guardSaves(tracker: INotebookTracker): void {
  const guarded = new WeakSet<object>();
  const guard = ({ context }: NotebookPanel) => {
    // Two views of a notebook share a context.
    if (!guarded.has(context)) {
      guarded.add(context);
      guardContext(context);
    }
  };
  tracker.forEach(guard);
  tracker.widgetAdded.connect((_, panel) => guard(panel));
}

/**
 * Mark a document as unsaved after each save that may not have left its last changes in the file.
 */
export function guardContext(context: SavedContext): void {
  /** Number of saves that were sent and not answered. */
  let inFlight = 0;
  /** Whether the file may lack a change once the saves in flight are through. */
  let isBehind = false;
  /** Whether one is left unanswered though a later one was answered. */
  let isOutlived = false;
  context.model.contentChanged.connect(() => {
    isBehind ||= inFlight > 0;
  });
  context.saveState.connect((_, state) => {
    if (state === 'started') {
      // A save that somebody cancels in a dialog is never answered.
      inFlight = isOutlived ? 0 : inFlight;
      isOutlived = false;
      // Of two saves in flight the older may reach the disk last.
      isBehind = inFlight > 0;
      inFlight += 1;
      return;
    }
    const isUnexpected = inFlight === 0;
    inFlight = Math.max(0, inFlight - 1);
    if (state === 'completed') {
      isOutlived = inFlight > 0;
      if ((isBehind || isUnexpected) && !context.isDisposed) {
        context.model.dirty = true;
      }
    }
  });
}
