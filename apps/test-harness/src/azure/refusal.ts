import type { Answer } from "../http/send.ts";

/** The vault's refusal: https://learn.microsoft.com/azure/key-vault/general/authentication-requests-and-responses#error-responses */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly inner: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, inner?: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.inner = inner;
    this.headers = headers;
  }

  toAnswer(requestId: string): Answer {
    const innererror = this.inner === undefined ? {} : { innererror: { code: this.inner } };
    const body = { error: { code: this.code, message: this.message, ...innererror } };
    return json(this.status, body, { "x-ms-request-id": requestId, ...this.headers });
  }
}

/** A refusal of Microsoft Entra, by its number: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export class LoginRefusal extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(number: number, message: string, error = "invalid_client", status = 401) {
    super(message);
    this.name = "LoginRefusal";
    this.number = number;
    this.error = error;
    this.status = status;
  }

  toAnswer(requestId: string): Answer {
    const body = {
      error: this.error,
      error_description: `AADSTS${this.number}: ${this.message} Trace ID: ${requestId}`,
      error_codes: [this.number],
      timestamp: "2026-01-01 00:00:00Z",
      trace_id: requestId,
      correlation_id: requestId,
    };
    return json(this.status, body, { "x-ms-request-id": requestId });
  }
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}
