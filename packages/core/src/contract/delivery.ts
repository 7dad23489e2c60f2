/** What a program asks for when it calls its askpass helper, recognised by the words of its prompt. */
export const ASKPASS_PROMPTS = ["username", "password", "passphrase"] as const;
export type AskpassPrompt = (typeof ASKPASS_PROMPTS)[number];

/**
 * How a value or payload reaches the job's program. Written `env:NAME`, `stdin`, `fd:N`, `pipe:NAME`, `ssh-agent`,
 * `ssh-agent:passphrase`, `askpass`, `askpass:username`, `command:NAME`, `memory-file:NAME`, `rclone-config`. There is
 * deliberately none that uses arguments.
 */
export type Delivery =
  /** In an environment variable. */
  | { readonly kind: "env"; readonly variable: string }
  /** As the whole of standard input. */
  | { readonly kind: "stdin" }
  /** Through a pipe on an inherited descriptor, once; its place is `/dev/fd/N`. */
  | { readonly kind: "fd"; readonly descriptor: number }
  /** Through a named pipe, once; its place is the pipe's path, which is also put into the variable, if one is named. */
  | { readonly kind: "pipe"; readonly variable?: string }
  /**
   * A private key is loaded into an SSH agent of this job; a passphrase unlocks the keys that have one. Its place is
   * the agent's socket.
   */
  | { readonly kind: "ssh-agent"; readonly role?: "passphrase" }
  /**
   * The askpass helper of ssh, git and sudo answers with it once: any question, or only one of that kind. Its place is
   * the helper's path.
   */
  | { readonly kind: "askpass"; readonly prompt?: AskpassPrompt }
  /**
   * A command prints it once; its place is the command's path, which is also put into the variable, if one is named.
   */
  | { readonly kind: "command"; readonly variable?: string }
  /**
   * In a nameless file in memory-backed storage; its place is a path to that file, which is also put into the variable,
   * if one is named.
   */
  | { readonly kind: "memory-file"; readonly variable?: string }
  /** As a config file of rclone, encrypted for this run only; a command gives the key once. */
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
