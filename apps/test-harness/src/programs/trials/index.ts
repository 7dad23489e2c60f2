import { ARCHIVE_TRIALS } from "./archives.ts";
import { CLOUD_TRIALS } from "./cloud.ts";
import { DELIVERY_TRIALS } from "./deliveries.ts";
import { HELPER_TRIALS } from "./helpers.ts";
import { MAIL_TRIALS } from "./mail.ts";
import { RCLONE_TRIALS } from "./rclone.ts";
import { RESTIC_TRIALS } from "./restic.ts";
import { SSH_TRIALS } from "./ssh.ts";
import { TRANSFER_TRIALS } from "./transfers.ts";
import type { Trial } from "./trial.ts";

/** Every trial, in the order of the table. */
export const TRIALS: readonly Trial[] = [
  ...SSH_TRIALS,
  ...TRANSFER_TRIALS,
  ...RCLONE_TRIALS,
  ...CLOUD_TRIALS,
  ...ARCHIVE_TRIALS,
  ...RESTIC_TRIALS,
  ...MAIL_TRIALS,
  ...HELPER_TRIALS,
  ...DELIVERY_TRIALS,
];
