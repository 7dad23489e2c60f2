/** What the matcher has to give, computed from the whole input at once and without cleverness. */
export function maskWhole(input: Buffer, needles: readonly Uint8Array[]): string {
  const masked = new Array<boolean>(input.length).fill(false);
  for (const needle of needles) {
    for (let at = 0; at + needle.length <= input.length; at++) {
      if (input.subarray(at, at + needle.length).equals(needle)) masked.fill(true, at, at + needle.length);
    }
  }
  // A prefix of at least 8 bytes at the end is masked too.
  for (const needle of needles) {
    for (let length = Math.min(needle.length, input.length); length >= 8; length--) {
      if (input.subarray(input.length - length).equals(needle.subarray(0, length))) {
        masked.fill(true, input.length - length);
        break;
      }
    }
  }
  let out = "";
  for (let at = 0; at < input.length; at++) {
    if (!masked[at]) out += String.fromCharCode(input[at] as number);
    else if (at === 0 || !masked[at - 1]) out += "[secret]";
  }
  return out;
}
