import type { Delivery, DeliveryKind } from "@keyferry/core/delivery";
import { askpassWay } from "./askpass.ts";
import { descriptorWay } from "./descriptor.ts";
import { environmentWay } from "./environment.ts";
import { memoryFileWay } from "./memory-file.ts";
import { namedPipeWay } from "./named-pipe.ts";
import { passwordCommandWay } from "./password-command.ts";
import { rcloneConfigWay } from "./rclone-config.ts";
import { sshAgentWay } from "./ssh-agent.ts";
import { standardInputWay } from "./standard-input.ts";
import type { Way } from "./way.ts";

type Ways = { readonly [K in DeliveryKind]: Way<Extract<Delivery, { kind: K }>> };

/** How each kind of delivery is done. */
const WAYS: Ways = {
  env: environmentWay,
  stdin: standardInputWay,
  fd: descriptorWay,
  pipe: namedPipeWay,
  "ssh-agent": sshAgentWay,
  askpass: askpassWay,
  command: passwordCommandWay,
  "memory-file": memoryFileWay,
  "rclone-config": rcloneConfigWay,
};

/** The way of a delivery. A payload's kind and its way's are the same, which the types of a union cannot say. */
export function wayOf(delivery: Delivery): Way<Delivery> {
  return WAYS[delivery.kind] as unknown as Way<Delivery>;
}
