import { serverPath } from '../server/serverPath';

describe('serverPath', () => {
  it.each([
    ['a/b.ipynb', 'a/b.ipynb', 'the server’s own files'],
    ['RTC:a/b.ipynb', 'a/b.ipynb', 'the same files under collaboration'],
    ['s3:a/b.ipynb', 's3:a/b.ipynb', 'a drive whose files are not the server’s']
  ])('makes of %s %s, for %s', (path, expected) => {
    expect(serverPath(path)).toBe(expected);
  });
});
