/** Drive of jupyter-collaboration, which holds the server's own files. */
const COLLABORATION = 'RTC:';

/**
 * The path of a document as the server knows it, in its save events and its reports.
 *
 * Other drives keep their names: what lies there is not the server's file of the same path.
 *
 * @param path Path with the name of a drive, such as `RTC:a/b.ipynb`
 */
export function serverPath(path: string): string {
  return path.startsWith(COLLABORATION)
    ? path.slice(COLLABORATION.length)
    : path;
}
