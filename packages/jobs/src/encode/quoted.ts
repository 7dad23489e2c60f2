import type { Encoder } from "./encoder.ts";
import { lineFault } from "./line.ts";

/** A word in double quotes, in which a backslash takes the meaning off a quote and a backslash. */
const escaped = (text: string) => `"${text.replace(/[\\"]/g, (sign) => `\\${sign}`)}"`;

/** A word of ssh's config file (https://man.openbsd.org/ssh_config.5: arguments may be in double quotes). */
export const sshConfig: Encoder = { fault: lineFault, encode: escaped };

/** A word of mbsync's config file (https://isync.sourceforge.io/mbsync.html: double quotes, and backslashes within). */
export const mbsyncConfig: Encoder = { fault: lineFault, encode: escaped };

/** A word of lftp's commands (https://lftp.yar.ru/lftp-man.html, "Shell syntax"). */
export const lftp: Encoder = { fault: lineFault, encode: escaped };

/**
 * A word of msmtp's config file (https://marlam.de/msmtp/msmtp.html, "Configuration files"): one pair of quotes around it is
 * taken off, and nothing inside has a meaning.
 */
export const msmtpConfig: Encoder = { fault: lineFault, encode: (text) => `"${text}"` };
