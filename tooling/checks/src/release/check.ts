import { findingLine } from "../finding.ts";
import { peerFindings } from "./peer-ranges.ts";
import { rehearseRelease } from "./rehearse.ts";

// `check:changesets`: the configuration is read, pending changesets are valid, and the release that they make is sound.
const { before, after } = rehearseRelease();
const findings = peerFindings(before, after);
for (const { folder, manifest } of after) {
  const old = before.find((candidate) => candidate.folder === folder)?.manifest.version;
  if (old !== manifest.version) process.stdout.write(`${manifest.name} ${old} → ${manifest.version}\n`);
}
for (const finding of findings) process.stdout.write(`${findingLine(finding)}\n`);
process.stdout.write(findings.length === 0 ? "the next release is sound\n" : "the next release is not sound\n");
if (findings.length > 0) process.exitCode = 1;
