/** Whole hours as a person says them: `3 days`, `5 hours`, `less than an hour`. */
export function timeLeft(hours: number): string {
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  if (hours < 1) return "less than an hour";
  return hours === 1 ? "an hour" : `${hours} hours`;
}
