import type { Keyferry } from "@keyferry/core";

/** The parts of a host that a test gives; a call of any other is a failure of the test. */
export interface HostParts {
  readonly providers?: Partial<Keyferry["providers"]>;
  readonly connections?: Partial<Keyferry["connections"]>;
  readonly logins?: Partial<Keyferry["logins"]>;
  readonly secrets?: Partial<Keyferry["secrets"]>;
  readonly profiles?: Partial<Keyferry["profiles"]>;
  readonly recipes?: Partial<Keyferry["recipes"]>;
  readonly policies?: Partial<Keyferry["policies"]>;
  readonly assistance?: Partial<Keyferry["assistance"]>;
  readonly audits?: Partial<Keyferry["audits"]>;
  readonly overview?: Partial<Keyferry["overview"]>;
  readonly doctor?: Partial<Keyferry["doctor"]>;
  readonly resolveProfile?: Keyferry["resolveProfile"];
  readonly resolveAdHoc?: Keyferry["resolveAdHoc"];
  readonly planRun?: Keyferry["planRun"];
  readonly resolveForHelper?: Keyferry["resolveForHelper"];
  readonly check?: Keyferry["check"];
  readonly dispose?: Keyferry["dispose"];
}

/** A hand-written host. */
export function fakeKeyferry(parts: HostParts = {}): Keyferry {
  return {
    settingsPath: "/settings.json",
    providers: only("providers", parts.providers),
    logins: only("logins", {
      loginChecked: async (name, credentials, options = {}) => {
        const { signal: _, ...sealing } = options;
        const view = await (parts.logins?.login ?? unexpected("logins.login"))(name, credentials, sealing);
        return { ...view, check: { canList: "yes" } };
      },
      ...parts.logins,
    }),
    connections: only("connections", {
      // The login of a fake connection is good, unless the test says otherwise.
      createChecked: async (input) => ({
        ...(await (parts.connections?.create ?? unexpected("connections.create"))(input)),
        check: { canList: "yes" },
      }),
      modifyChecked: async (name, change, options = {}) => {
        const { signal: _, ...saving } = options;
        const view = await (parts.connections?.modify ?? unexpected("connections.modify"))(name, change, saving);
        return { ...view, check: { canList: "yes" } };
      },
      ...parts.connections,
    }),
    secrets: only("secrets", parts.secrets),
    profiles: only("profiles", parts.profiles),
    recipes: only("recipes", parts.recipes),
    policies: only("policies", parts.policies),
    doctor: only("doctor", parts.doctor),
    assistance: only("assistance", {
      checkFree: async () => {},
      fieldProblem: () => undefined,
      guessType: () => undefined,
      suggestSecret: async () => ({}),
      ...parts.assistance,
    }),
    audits: only("audits", parts.audits),
    overview: only("overview", parts.overview),
    resolve: unexpected("resolve"),
    resolveProfile: parts.resolveProfile ?? unexpected("resolveProfile"),
    resolveAdHoc: parts.resolveAdHoc ?? unexpected("resolveAdHoc"),
    planRun: parts.planRun ?? unexpected("planRun"),
    resolveForHelper: parts.resolveForHelper ?? unexpected("resolveForHelper"),
    check: parts.check ?? unexpected("check"),
    on: () => () => {},
    dispose: parts.dispose ?? (async () => {}),
  };
}

function only<T extends object>(name: string, given: Partial<T> = {}): T {
  return new Proxy(given, {
    get: (target, key) => Reflect.get(target, key) ?? unexpected(`${name}.${String(key)}`),
  }) as T;
}

function unexpected(name: string): () => never {
  return () => {
    throw new Error(`${name} was not expected`);
  };
}
