/** Base64 tools break their lines: RFC 4648 section 3.1 names 76 (MIME) and 64 (PEM) characters. */
const LINES = [64, 76];

/** Bytes in hex and in base64, in that at each byte shift, without the edge characters that depend on what stands beside them. */
export function binaryForms(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hex = buffer.toString("hex");
  const forms = [hex, hex.toUpperCase()];
  for (const shift of [0, 1, 2]) {
    // Behind `shift` unknown bytes only the characters stay whose six bits are all bits of the value.
    const shifted = Buffer.concat([Buffer.alloc(shift), buffer]);
    const whole = [Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6)] as const;
    forms.push(shifted.toString("base64").slice(...whole), shifted.toString("base64url").slice(...whole));
  }
  return forms;
}

/** The lines that tools make of bytes in base64; those of 8 characters and more. The last lacks what a line break behind the bytes would change. */
export function base64Lines(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = buffer.toString("base64").slice(0, Math.floor((buffer.length * 8) / 6));
  return LINES.flatMap((width) => lines(whole, width));
}

function lines(text: string, width: number): string[] {
  if (text.length <= width) return [];
  const cut = Array.from({ length: Math.ceil(text.length / width) }, (_, at) =>
    text.slice(at * width, (at + 1) * width),
  );
  return cut.filter((line) => line.length >= 8);
}
