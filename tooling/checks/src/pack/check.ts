import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleFindings } from "../example/check.ts";
import { type Finding, findingLine } from "../finding.ts";
import { contentFindings, undeclaredFindings } from "./contents.ts";
import { checkTypes, lintTarball } from "./lint.ts";
import { packWorkspace } from "./pack-workspace.ts";
import { startFindings } from "./start.ts";
import type { Tarball } from "./tarball.ts";

// `check:pack`: what users would get, built, packed, unpacked, linted, and run.
const folder = mkdtempSync(join(tmpdir(), "keyferry-pack-"));
try {
  const tarballs = packWorkspace(folder);
  const findings: Finding[] = [];
  for (const tarball of tarballs) findings.push(...(await checkOne(tarball)));
  const cli = tarballs.find(({ manifest }) => manifest.bin);
  if (cli) findings.push(...startFindings(cli, folder));
  findings.push(...(await exampleFindings(tarballs, folder)));
  for (const finding of findings) process.stdout.write(`${findingLine(finding)}\n`);
  if (findings.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function checkOne(tarball: Tarball): Promise<Finding[]> {
  const { name, files, manifest } = tarball;
  const findings = [
    ...contentFindings(name, files, manifest),
    ...undeclaredFindings(tarball),
    ...(await lintTarball(tarball)),
    ...checkTypes(tarball),
  ];
  process.stdout.write(`${name} ${manifest.version}: ${files.length} files, ${findings.length} findings\n`);
  return findings;
}
