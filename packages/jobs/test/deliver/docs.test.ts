import { readFileSync } from "node:fs";
import { parseDelivery } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { wayOf } from "../../src/deliver/index.ts";

const PAGE = readFileSync(new URL("../../../../docs/deliveries.md", import.meta.url), "utf8");

describe("docs/deliveries.md", () => {
  it.each(["env:A", "stdin", "fd:3", "pipe:A", "ssh-agent", "askpass", "command:A", "memory-file:A", "rclone-config"])(
    "says of %s what another process could see",
    (text) => {
      const delivery = parseDelivery(text);
      expect(PAGE).toContain(`| \`${delivery.kind}\` | ${wayOf(delivery).exposure} |\n`);
    },
  );
});
