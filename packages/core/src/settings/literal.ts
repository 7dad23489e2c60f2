/** What makes a text unfit as the literal of a setting, or undefined. It quotes nothing of it. */
export function literalProblem(literal: string): string | undefined {
  if (!literal.isWellFormed()) return "the literal holds half of a character";
  if (literal.includes("\0")) return "the literal holds a NUL character";
  return /[\r\n]/.test(literal) ? "the literal holds a line break" : undefined;
}
