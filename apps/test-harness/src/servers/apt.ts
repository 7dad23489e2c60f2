/**
 * What apt-get is told besides: to wait where another holds dpkg's lock, as a fresh machine does on its first minutes, and to try a
 * download again (https://manpages.debian.org/bookworm/apt/apt.conf.5.en.html).
 */
export const APT_OPTIONS = ["-o", "DPkg::Lock::Timeout=600", "-o", "Acquire::Retries=5"] as const;
