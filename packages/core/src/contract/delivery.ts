/** What a program asks for when it calls its askpass helper, told by the words of its prompt. */
export const ASKPASS_PROMPTS = ["username", "password", "passphrase"] as const;
export type AskpassPrompt = (typeof ASKPASS_PROMPTS)[number];

/**
 * How what a job is given reaches its program. Written `env:NAME`, `stdin`, `fd:N`, `pipe:NAME`, `ssh-agent`,
 * `ssh-agent:passphrase`, `askpass`, `askpass:username`, `command:NAME`, `memory-file:NAME`, `rclone-config`. There is none by arguments.
 */
export type Delivery =
  /** A variable holds it. */
  | { readonly kind: "env"; readonly variable: string }
  /** Standard input is it, and ends with it. */
  | { readonly kind: "stdin" }
  /** A pipe on an inherited descriptor gives it once; its place is `/dev/fd/N`. */
  | { readonly kind: "fd"; readonly descriptor: number }
  /** A named pipe gives it once; its path is its place, and in the variable where one is named. */
  | { readonly kind: "pipe"; readonly variable?: string }
  /** A private key is loaded into an agent of this job; a passphrase opens the keys that have one. The socket is its place. */
  | { readonly kind: "ssh-agent"; readonly role?: "passphrase" }
  /** The askpass helper of ssh, git and sudo answers once with it: any question, or one of that kind. The helper is its place. */
  | { readonly kind: "askpass"; readonly prompt?: AskpassPrompt }
  /** A command prints it once; its path is its place, and in the variable where one is named. */
  | { readonly kind: "command"; readonly variable?: string }
  /** A file without a name in memory-backed storage; its path is its place, and in the variable where one is named. */
  | { readonly kind: "memory-file"; readonly variable?: string }
  /** It is a config file of rclone, encrypted for this run alone; a command gives its key once. */
  | { readonly kind: "rclone-config" };

export type DeliveryKind = Delivery["kind"];

/** A delivery as a person writes it: the inverse of `parseDelivery`. */
export function formatDelivery(delivery: Delivery): string {
  const target = targetOf(delivery);
  return target === undefined ? delivery.kind : `${delivery.kind}:${target}`;
}

function targetOf(delivery: Delivery): string | number | undefined {
  switch (delivery.kind) {
    case "stdin":
    case "rclone-config":
      return undefined;
    case "fd":
      return delivery.descriptor;
    case "ssh-agent":
      return delivery.role;
    case "askpass":
      return delivery.prompt;
    default:
      return delivery.variable;
  }
}
