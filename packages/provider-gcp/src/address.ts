import type { AddressResult, ConnectionFields } from "@keyferry/core/provider";
import { parseResource } from "./resource.ts";
import { LATEST, refuseVersion } from "./version.ts";

function refuse(message: string, hint: string): AddressResult {
  return { ok: false, error: { code: "invalid-address", message, hint } };
}

function field(connection: ConnectionFields, name: string): string | undefined {
  const value = connection.fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * The canonical form of a name: the secret's ID where it is of the connection's own project, the resource name of any
 * other project's, and `/versions/V` after it where the name pins another version than the newest. A project's ID and its
 * number cannot be told to be one without asking, so a name with the number stays a name of its own.
 */
export function address(text: string, connection: ConnectionFields): AddressResult {
  if (text === "") return refuse("the name is empty", "write the secret's ID, or projects/PROJECT/secrets/ID");
  const resource = parseResource(text);
  if (resource === undefined) {
    return refuse(
      "this is no name of a secret in Google Secret Manager",
      "write its ID (up to 255 letters, digits, - and _), or projects/PROJECT[/locations/LOCATION]/secrets/ID",
    );
  }
  const { project, secret, version } = resource;
  const location = field(connection, "location");
  if (project !== undefined && resource.location !== location) {
    return refuse(
      `the name is of ${resource.location ?? "the global service"}; the connection is of ${location ?? "the global service"}`,
      "use a connection whose location is the secret's",
    );
  }
  const error = version === undefined ? undefined : refuseVersion(version);
  if (error !== undefined) return refuse(error.message, error.hint ?? "");
  const own = project === undefined || project === field(connection, "project");
  const place = location === undefined ? "" : `/locations/${location}`;
  const pin = version === undefined || version === LATEST ? "" : `/versions/${version}`;
  return { ok: true, name: `${own ? "" : `projects/${project}${place}/secrets/`}${secret}${pin}` };
}
