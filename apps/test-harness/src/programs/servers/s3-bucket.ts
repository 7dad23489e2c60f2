import type { ServerResponse } from "node:http";
import { listObjects } from "./s3-objects.ts";

/**
 * Answers what is asked of a bucket: whether it is there, and which objects it has
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html), all on one page. Throws `MethodNotAllowed`.
 */
export async function answerBucket(
  folder: string,
  bucket: string,
  method: string,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  if (method === "HEAD") {
    response.writeHead(200).end();
    return;
  }
  if (method !== "GET" || query.get("list-type") !== "2") throw new Error("MethodNotAllowed");
  const prefix = query.get("prefix") ?? "";
  const objects = (await listObjects(folder, bucket)).filter(({ name }) => name.startsWith(prefix));
  const date = new Date().toISOString();
  const contents = objects.map(
    ({ name, size }) =>
      `<Contents><Key>${name}</Key><Size>${size}</Size><LastModified>${date}</LastModified><ETag>""</ETag></Contents>`,
  );
  response
    .writeHead(200, { "content-type": "application/xml" })
    .end(
      `<ListBucketResult><Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${objects.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`,
    );
}
