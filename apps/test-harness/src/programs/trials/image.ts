import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { putCargo } from "./files.ts";
import type { Stage } from "./trial.ts";

/**
 * Puts a container image with the cargo in it into the working folder, as `oci:image:latest`, and gives the digest of its
 * manifest (https://github.com/opencontainers/image-spec/blob/main/image-layout.md).
 */
export async function putImage(stage: Stage): Promise<string> {
  const { work } = stage.sandbox;
  await putCargo(stage);
  execFileSync("tar", ["-czf", "layer.tgz", "cargo.txt"], { cwd: work });
  const folder = join(work, "image");
  await mkdir(join(folder, "blobs", "sha256"), { recursive: true });
  const blob = async (mediaType: string, content: Buffer | object) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const hex = createHash("sha256").update(bytes).digest("hex");
    await writeFile(join(folder, "blobs", "sha256", hex), bytes);
    return { mediaType: `application/vnd.oci.image.${mediaType}`, digest: `sha256:${hex}`, size: bytes.length };
  };
  const layer = await blob("layer.v1.tar+gzip", await readFile(join(work, "layer.tgz")));
  const plain = execFileSync("gzip", ["-dc", "layer.tgz"], { cwd: work });
  const rootfs = { type: "layers", diff_ids: [`sha256:${createHash("sha256").update(plain).digest("hex")}`] };
  const config = await blob("config.v1+json", { architecture: "amd64", os: "linux", config: {}, rootfs });
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = await blob("manifest.v1+json", { schemaVersion: 2, mediaType, config, layers: [layer] });
  const named = { ...manifest, annotations: { "org.opencontainers.image.ref.name": "latest" } };
  await writeFile(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  await writeFile(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  return manifest.digest;
}
