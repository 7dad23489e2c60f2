/** The ARN of a secret in its parts. */
export interface SecretArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The secret's name, with or without the hyphen and six characters that AWS adds. */
  readonly resource: string;
}

const ARN = /^arn:(aws(?:-[a-z]+)*):secretsmanager:([a-z0-9-]+):([0-9]{12}):secret:(.+)$/;

/** The parts of a secret's ARN, full or partial; `undefined` for anything else. */
export function parseSecretArn(text: string): SecretArn | undefined {
  const [, partition, region, account, resource] = ARN.exec(text) ?? [];
  if (partition === undefined || region === undefined || account === undefined || resource === undefined) {
    return undefined;
  }
  return { partition, region, account, resource };
}

/** Whether AWS takes this last part of an ARN for a complete one: it ends with a hyphen and six characters. */
export function looksComplete(resource: string): boolean {
  return /-.{6}$/.test(resource);
}

/**
 * Whether an answer speaks of the secret that an address names: by its name, by its ARN, or by its ARN without the
 * hyphen and six characters.
 */
export function speaksOf(address: string, answer: { readonly arn?: string; readonly name?: string }): boolean {
  if (!address.startsWith("arn:")) return answer.name === address;
  const { arn } = answer;
  if (arn === undefined) return false;
  return arn === address || (arn.length === address.length + 7 && arn.startsWith(`${address}-`));
}
