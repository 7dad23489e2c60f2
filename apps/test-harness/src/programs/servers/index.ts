import { dovecot } from "./dovecot.ts";
import { ftp } from "./ftp.ts";
import { git } from "./git.ts";
import { openssh } from "./openssh.ts";
import { registry } from "./registry.ts";
import { rsync } from "./rsync.ts";
import { s3 } from "./s3.ts";
import { samba } from "./samba.ts";
import { seaweedfs } from "./seaweedfs.ts";
import type { Service } from "./service.ts";
import { smtp } from "./smtp.ts";
import { webdav } from "./webdav.ts";

/** Every server that a recipe is tried against. */
export const SERVICES = {
  openssh,
  ftp,
  samba,
  smtp,
  dovecot,
  webdav,
  rsync,
  s3,
  seaweedfs,
  git,
  registry,
} as const satisfies Record<string, Service>;

export type ServiceId = keyof typeof SERVICES;
