/** The JSON Schema (2020-12) of the file that `run --report` writes. */
export const runReportSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:keyferry:schema:run-report:1",
  title: "keyferry run --report",
  description:
    "One run from its start to its end: names and numbers, never a value. Durations are whole milliseconds, instants ISO 8601.",
  type: "object",
  additionalProperties: false,
  required: ["schemaVersion", "run", "who", "startedAt", "endedAt", "durationsMs", "outcome", "uses"],
  properties: {
    schemaVersion: {
      const: 1,
    },
    run: {
      description: "By which the audit names the run.",
      type: "string",
      pattern: "^[0-9a-f]{32}$",
    },
    who: {
      description: "The operating system's user and this machine's name.",
      type: "object",
      additionalProperties: false,
      required: ["user", "host"],
      properties: {
        user: {
          type: "string",
        },
        uid: {
          type: "integer",
        },
        host: {
          type: "string",
        },
      },
    },
    reason: {
      description: "Why, in the words of whoever started it.",
      type: "string",
      maxLength: 500,
    },
    profile: {
      type: "object",
      additionalProperties: false,
      required: ["id", "name"],
      properties: {
        id: {
          type: "string",
        },
        name: {
          type: "string",
        },
      },
    },
    program: {
      description: "The job's program, without its arguments.",
      type: "string",
    },
    retryOf: {
      description: "The run that this one repeats with newer versions.",
      type: "string",
    },
    startedAt: {
      type: "string",
    },
    endedAt: {
      type: "string",
    },
    durationsMs: {
      type: "object",
      additionalProperties: false,
      required: ["resolve"],
      properties: {
        resolve: {
          type: "integer",
        },
        job: {
          type: "integer",
        },
      },
    },
    outcome: {
      enum: ["finished", "signalled", "timed-out", "not-started", "refused"],
    },
    exitCode: {
      description: "What keyferry run exits with.",
      type: "integer",
    },
    signal: {
      description: "The signal that ended the job.",
      type: "string",
    },
    uses: {
      description: "The secrets that were read.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["setting", "secret", "connection"],
        properties: {
          setting: {
            description: "The setting, or the variable of a run without a profile.",
            type: "string",
          },
          secret: {
            description: "The secret's name, or the reference.",
            type: "string",
          },
          secretId: {
            description: "The definition's id, which a renaming keeps.",
            type: "string",
          },
          connection: {
            type: "string",
          },
          version: {
            description: "The exact version that was read.",
            type: "string",
          },
          delivery: {
            description: "As a person writes it, such as env:NAME.",
            type: "string",
          },
          profile: {
            type: "string",
          },
        },
      },
    },
    loginEnds: {
      description: "Logins of the run that end soon and are renewed by nobody here.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["connection", "expiresAt", "hoursLeft"],
        properties: { connection: { type: "string" }, expiresAt: { type: "string" }, hoursLeft: { type: "integer" } },
      },
    },
    failures: {
      description: "Why it was refused: error codes and names.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["code"],
        properties: {
          code: {
            type: "string",
          },
          setting: {
            type: "string",
          },
          secret: {
            type: "string",
          },
          connection: {
            type: "string",
          },
        },
      },
    },
    audit: {
      description:
        "The audit's head behind the run's last record; absent where it could not be written, or there is none.",
      type: "object",
      additionalProperties: false,
      required: ["count", "hash"],
      properties: {
        count: {
          type: "integer",
          minimum: 1,
        },
        hash: {
          type: "string",
          pattern: "^[0-9a-f]{64}$",
        },
      },
    },
  },
} as const;
