import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/** The mark, the nonce and the tag in front of what is encrypted, in bytes. */
const ENCRYPTED_HEAD = 29;
const PREFIX = "x-amz-server-side-encryption-customer-";

/** What a request says of encryption at rest; undefined where it says nothing. Throws where it is wrong. */
export function customerKey(headers: Readonly<Record<string, string>>): Buffer | undefined {
  const [algorithm, key, digest] = ["algorithm", "key", "key-md5"].map((name) => headers[`${PREFIX}${name}`]);
  if (algorithm === undefined && key === undefined && digest === undefined) return undefined;
  const bytes = Buffer.from(key ?? "", "base64");
  if (algorithm !== "AES256" || bytes.length !== 32) throw new Error("InvalidArgument");
  if (createHash("md5").update(bytes).digest("base64") !== digest) throw new Error("InvalidDigest");
  return bytes;
}

/** The headers that confirm an encryption. */
export function confirmation(key: Buffer | undefined): Record<string, string> {
  if (key === undefined) return {};
  return { [`${PREFIX}algorithm`]: "AES256", [`${PREFIX}key-md5`]: createHash("md5").update(key).digest("base64") };
}

/** Keeps an object in a file, encrypted where there is a key. */
export async function keepObject(folder: string, name: string, body: Buffer, key: Buffer | undefined): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  if (key === undefined) return writeFile(path, Buffer.concat([Buffer.of(0), body]));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(body), cipher.final()]);
  return writeFile(path, Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), text]));
}

/** An object as it was sent; undefined where there is none. Throws where the key is not the one that it was sent with. */
export async function readObject(folder: string, name: string, key: Buffer | undefined): Promise<Buffer | undefined> {
  const file = await readFile(join(folder, name)).catch(() => undefined);
  if (file === undefined) return undefined;
  if ((file[0] === 1) !== (key !== undefined)) throw new Error("InvalidRequest");
  if (key === undefined) return file.subarray(1);
  const decipher = createDecipheriv("aes-256-gcm", key, file.subarray(1, 13)).setAuthTag(
    file.subarray(13, ENCRYPTED_HEAD),
  );
  try {
    return Buffer.concat([decipher.update(file.subarray(ENCRYPTED_HEAD)), decipher.final()]);
  } catch {
    throw new Error("AccessDenied");
  }
}

export async function removeObject(folder: string, name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
}

/** The objects of a bucket, sorted by name, with the sizes that they were sent with, in bytes. */
export async function listObjects(folder: string, bucket: string) {
  const top = join(folder, bucket);
  const entries = await readdir(top, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const objects = files.map(async (path) => {
    const file = await readFile(path);
    return { name: relative(top, path), size: file.length - (file[0] === 1 ? ENCRYPTED_HEAD : 1) };
  });
  return (await Promise.all(objects)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
