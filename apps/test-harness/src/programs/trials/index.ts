import { ARCHIVE_TRIALS } from "./archives.ts";
import { MAIL_TRIALS } from "./mail.ts";
import { SSH_TRIALS } from "./ssh.ts";
import { TRANSFER_TRIALS } from "./transfers.ts";
import type { Trial } from "./trial.ts";

/** Every trial, in the order of the table. */
export const TRIALS: readonly Trial[] = [...SSH_TRIALS, ...TRANSFER_TRIALS, ...ARCHIVE_TRIALS, ...MAIL_TRIALS];
