/**
 * An answer that AWS gives instead of a result, under its JSON name. The names and status codes are those of
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html and of each operation's page.
 */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.status = status;
  }
}

/** What the vendor says of a member that breaks a constraint of the service's model. */
export function validationRefusal(member: string, shown: string, constraint: string): Refusal {
  const what = `Value '${shown}' at '${member}' failed to satisfy constraint: ${constraint}`;
  return new Refusal("ValidationException", `1 validation error detected: ${what}`);
}
