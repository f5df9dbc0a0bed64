// Made by scripts/mime_types.py from ct_jupyter/notebook/mime_types.py; edit that.

/** MIME types whose payload is base64: no text that could hold a readable secret. */
const BINARY =
  /^(image\/(?!svg)|audio\/|video\/|font\/|application\/(pdf|octet-stream|zip)\b)/;

/** Whether the payload of a MIME type is base64. */
export function isBinary(mime: string): boolean {
  return BINARY.test(mime);
}
