import type { Answer } from "../http/send.ts";
import { OAuthRefusal, type Refusal } from "./refusal.ts";

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=UTF-8", ...headers },
    body: JSON.stringify(body, null, 2),
  };
}

/** What the front end of every Google service gives for an address that no service has. */
export const noSuchPage: Answer = {
  status: 404,
  headers: { "content-type": "text/html; charset=UTF-8" },
  body: "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>The requested URL was not found on this server.</html>",
};

/** A refusal as it stands on the wire: https://google.aip.dev/193 */
export function refusalAnswer(refusal: Refusal | OAuthRefusal): Answer {
  if (refusal instanceof OAuthRefusal) {
    return json({ error: refusal.code, error_description: refusal.message }, refusal.status);
  }
  const { info } = refusal;
  const details = info && [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", ...info }];
  const error = { code: refusal.status, message: refusal.message, status: refusal.code, ...(details && { details }) };
  return json({ error }, refusal.status);
}
