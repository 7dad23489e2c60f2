import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { expectedSignature, sha256Hex } from "../../aws/sigv4.ts";
import type { Ground } from "./service.ts";

export interface S3Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Asks a server on loopback for S3, signed with the account of the run; `key` is a customer's key for encryption at rest
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html). Throws where the server does not answer.
 */
export async function askS3(
  { account, tls }: Pick<Ground, "account"> & { readonly tls: Pick<Ground["tls"], "ca"> },
  port: number,
  method: "GET" | "PUT",
  target: string,
  key?: Buffer,
): Promise<S3Answer> {
  const time = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "")}`;
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-amz-content-sha256": sha256Hex(""),
    "x-amz-date": time,
  };
  if (key !== undefined) {
    const prefix = "x-amz-server-side-encryption-customer-";
    headers[`${prefix}algorithm`] = "AES256";
    headers[`${prefix}key`] = key.toString("base64");
    headers[`${prefix}key-md5`] = createHash("md5").update(key).digest("base64");
  }
  const signedHeaders = Object.keys(headers).sort();
  const scope = { date: time.slice(0, 8), region: "eu-west-1", service: "s3" };
  const authorization = { accessKeyId: account.systemName, ...scope, signedHeaders, signature: "" };
  const signature = expectedSignature(
    { method, target, headers, body: Buffer.alloc(0) },
    authorization,
    account.password,
  );
  const credential = `${account.systemName}/${scope.date}/${scope.region}/s3/aws4_request`;
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
  const ca = await readFile(tls.ca);
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, method, path: target, headers, ca }, (response) => {
      response.toArray().then((parts) => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() });
      }, reject);
    });
    asked.on("error", reject);
    asked.setTimeout(10_000, () => asked.destroy(new Error("the server does not answer")));
    asked.end();
  });
}
