/**
 * The pause that a `Retry-After` header asks for, in milliseconds: a number of seconds or a date (RFC 9110, 10.2.3).
 * `undefined` for anything else.
 */
export function retryAfterMs(header: string, now: Date): number | undefined {
  if (/^[0-9]{1,6}$/.test(header)) return Number(header) * 1000;
  const date = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
