import type { Clock } from "../contract/clock.ts";
import { isKeyferryError } from "../contract/failure.ts";
import type { Events } from "../events/events.ts";
import type { RecipeHost } from "../plugins/recipe-host.ts";
import type { Settings } from "../settings/model.ts";
import type { SettingsStore } from "../settings/port.ts";
import { quote } from "../settings/quote.ts";
import { examineClock, type HeardClock } from "./examine-clock.ts";
import { examineConnections } from "./examine-connections.ts";
import { examineProfiles } from "./examine-profiles.ts";
import { usesStore } from "./login-sources.ts";
import type { Doctor, Finding } from "./oversight.ts";
import type { CallOptions, ConnectionLogins, Providers } from "./use-cases.ts";

export interface DoctorPorts {
  readonly store: SettingsStore;
  readonly providers: Providers;
  readonly recipes: RecipeHost;
  readonly clock: Clock;
  readonly events: Pick<Events, "on">;
  readonly logins: Pick<ConnectionLogins, "keeper" | "endingSoon">;
}

/**
 * Checks what a run depends on. Reads no value and changes nothing. Managers are asked only about logins that can
 * expire and that nobody renews.
 */
export class SetupDoctor implements Doctor {
  readonly #ports: DoctorPorts;

  constructor(ports: DoctorPorts) {
    this.#ports = ports;
  }

  async examine({ offline = false, ...asking }: Parameters<Doctor["examine"]>[0] = {}): Promise<readonly Finding[]> {
    const { store, events } = this.#ports;
    const heard: HeardClock[] = [];
    const stop = events.on((event) => {
      if (event.type === "clock-heard") heard.push(event);
    });
    try {
      const settings = await store.read();
      return [
        inSettings(store.path, settings),
        ...(await this.#plugins(settings)),
        ...(await examineConnections(settings.connections.values(), this.#ports.providers)),
        ...(await examineProfiles(settings, this.#ports.recipes)),
        ...(await this.#keeper(settings)),
        ...(offline ? [] : await this.#logins(asking)),
        ...(await examineClock({ store, clock: this.#ports.clock, heard })),
      ];
    } catch (error) {
      // Nothing else can be checked without them.
      return failed("settings", error);
    } finally {
      stop();
    }
  }

  /** Asks no keeper: a locked keychain would prompt the person. */
  async #keeper({ connections }: Settings): Promise<Finding[]> {
    try {
      const keeper = await this.#ports.logins.keeper();
      const message =
        keeper === undefined
          ? "nothing is sealed, so there is no key to keep"
          : `${keeper} keeps the key of sealed logins`;
      return [{ area: "keeper", level: "ok", message }];
    } catch (error) {
      // A host without a store lacks nothing if no login is stored.
      const isMissed = [...connections.values()].some(usesStore);
      const isAbsent = isKeyferryError(error) && error.failures[0]?.code === "plugin";
      if (isMissed || !isAbsent) return failed("keeper", error);
      return [{ area: "keeper", level: "ok", message: "there is no store of logins here, and none is stored" }];
    }
  }

  async #logins(asking: CallOptions): Promise<Finding[]> {
    const ends = await this.#ports.logins.endingSoon(asking);
    if (ends.length === 0) return [{ area: "logins", level: "ok", message: "none is known to end within a week" }];
    return ends.map(({ connection, expiresAt, hoursLeft }) => ({
      area: "logins",
      level: hoursLeft > 0 ? "warning" : "error",
      message: `the login of ${quote(connection)} ends at ${expiresAt}, and is renewed by nobody here`,
      remedy: "get another one from the manager, and give it to the connection's source",
    }));
  }

  async #plugins({ plugins, connections }: Settings): Promise<Finding[]> {
    const used = new Map<string, string[]>();
    for (const { name, provider } of connections.values()) used.set(provider, [...(used.get(provider) ?? []), name]);
    const views = await this.#ports.providers.list();
    return views.flatMap((view): Finding[] => {
      const users = used.get(view.id) ?? [];
      if (view.installed) {
        const message = `${view.id}: ${view.package} ${view.version ?? ""}, contract ${view.apiVersion ?? "unknown"}`;
        return [{ area: "plugins", level: "ok", message }];
      }
      const isListed = plugins.includes(view.package) || plugins.includes(view.id);
      if (users.length === 0 && !isListed) return [];
      const why = users.length > 0 ? `connection ${users.map(quote).join(", ")} needs it` : "the settings list it";
      const remedy = view.install ?? `npm install ${view.package}`;
      return [{ area: "plugins", level: "error", message: `${view.id} is not usable here, and ${why}`, remedy }];
    });
  }
}

function inSettings(path: string, { connections, secrets, profiles, readOnly }: Settings): Finding {
  const parts = [
    counted(connections.size, "connection"),
    counted(secrets.size, "secret"),
    counted(profiles.size, "profile"),
    ...(readOnly.size > 0 ? [`${readOnly.size} of them from the machine's file`] : []),
  ];
  return { area: "settings", level: "ok", message: `${path}: ${parts.join(", ")}; owner and modes are right` };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function failed(area: string, error: unknown): Finding[] {
  if (!isKeyferryError(error)) throw error;
  return error.failures.map(({ message, where, hint }) => ({
    area,
    level: "error",
    message: where === undefined ? message : `${where}: ${message}`,
    ...(hint === undefined ? {} : { remedy: hint }),
  }));
}
