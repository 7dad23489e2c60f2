const PLAIN = /^[\w@%+=:,./-]+$/;

/** A program and its arguments as a person would type them. */
export function commandLine(job: { readonly program: string; readonly args: readonly string[] }): string {
  return [job.program, ...job.args].map(quoted).join(" ");
}

function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
