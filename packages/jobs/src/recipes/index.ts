import type { Recipe } from "@keyferry/core/delivery";
import { awsS3 } from "./aws-s3.ts";
import { curlFtp, curlSftp, curlWebdav } from "./curl.ts";
import { lftp } from "./lftp.ts";
import { mbsync, msmtp } from "./mail.ts";
import { rcloneRecipes } from "./rclone.ts";
import { restic, resticS3 } from "./restic.ts";
import { rsync } from "./rsync.ts";
import { sevenZipRecipes } from "./seven-zip.ts";
import { smbclient } from "./smbclient.ts";
import { rsyncSsh, sftp, ssh } from "./ssh.ts";

/** The recipes that Keyferry brings. Each was tried against a real server: docs/deliveries.md has what was seen. */
export const RECIPES: readonly Recipe[] = [
  ssh,
  sftp,
  rsyncSsh,
  rsync,
  curlFtp,
  curlSftp,
  curlWebdav,
  lftp,
  ...rcloneRecipes,
  restic,
  resticS3,
  ...sevenZipRecipes,
  msmtp,
  mbsync,
  smbclient,
  awsS3,
];
