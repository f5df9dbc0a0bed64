/**
 * A quick 53-bit digest (cyrb53, public domain) to tell whether a text is still the same.
 *
 * It stands in for the text so that no copy of a notebook's content outlives the notebook.
 * It is no defence against an adversary and leaves this page in no form.
 */
export function digest(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a =
    Math.imul(a ^ (a >>> 16), 2246822507) ^
    Math.imul(b ^ (b >>> 13), 3266489909);
  b =
    Math.imul(b ^ (b >>> 16), 2246822507) ^
    Math.imul(a ^ (a >>> 13), 3266489909);
  return `${text.length}:${4294967296 * (2097151 & b) + (a >>> 0)}`;
}
