/** `1 secret`, `2 secrets`, `10,000 secrets`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
}
