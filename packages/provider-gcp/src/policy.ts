import type { Address, ConnectionFields, PolicyDocument } from "@keyferry/core/provider";
import { parseResource } from "./resource.ts";

/** What a person fills in: it is not in the connection. */
const MEMBER = `MEMBER="serviceAccount:NAME@PROJECT_ID.iam.gserviceaccount.com"   # who logs in`;
const PROJECT = "PROJECT_ID";

/** A condition has at most 12 logical operators: https://cloud.google.com/iam/docs/conditions-overview */
const NAMES_PER_CONDITION = 12;

function shell(title: string, lines: readonly string[]): PolicyDocument {
  return { title, language: "shell", text: [MEMBER, ...lines].join("\n") };
}

interface Place {
  readonly project: string;
  readonly secret: string;
  readonly location: string | undefined;
}

function placesOf(addresses: readonly Address[], connection: ConnectionFields, own: string): readonly Place[] {
  const location = String(connection.fields.location ?? "") || undefined;
  const places = addresses.flatMap(({ name }) => {
    const resource = parseResource(name);
    if (resource === undefined) return [];
    const { project = own, secret } = resource;
    return [{ project, secret, location: resource.location ?? location }];
  });
  const byName = new Map(places.map((place) => [`${place.project}/${place.secret}`, place]));
  return [...byName.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, place]) => place);
}

/**
 * The same right as one binding of the project with a condition. A resource's name holds the project's number there, so
 * the secret's ID is cut out of it (https://cloud.google.com/iam/docs/conditions-attribute-reference#resource-name).
 */
function conditions(places: readonly Place[]): readonly string[] {
  const parts = Array.from({ length: Math.ceil(places.length / NAMES_PER_CONDITION) }, (_, index) =>
    places.slice(index * NAMES_PER_CONDITION, (index + 1) * NAMES_PER_CONDITION),
  );
  return parts.map((part, index) => {
    const named = part.map(({ secret }) => `resource.name.extract("/secrets/{id}/versions/") == "${secret}"`);
    const title = `keyferry-read${parts.length === 1 ? "" : `-${index + 1}`}`;
    return [
      `gcloud projects add-iam-policy-binding ${part[0]?.project} --member="$MEMBER" \\`,
      "    --role=roles/secretmanager.secretAccessor \\",
      `    --condition='title=${title},expression=${named.join(" || ")}'`,
    ].join("\n");
  });
}

/**
 * The least rights as gcloud commands: `secretmanager.viewer` on the project for names and descriptions, which holds no
 * right to a value, and `secretmanager.secretAccessor` on each secret
 * (https://cloud.google.com/secret-manager/docs/access-control). One condition on the project can stand for the latter.
 */
export function policy(addresses: readonly Address[], connection: ConnectionFields): readonly PolicyDocument[] {
  const own = String(connection.fields.project ?? "") || PROJECT;
  const places = placesOf(addresses, connection, own);
  const projects = [...new Set([own, ...places.map(({ project }) => project)])];
  const list = shell(
    "List and describe the secrets",
    projects.map(
      (project) =>
        `gcloud projects add-iam-policy-binding ${project} --member="$MEMBER" --role=roles/secretmanager.viewer --condition=None`,
    ),
  );
  if (places.length === 0) return [list];
  const read = shell(
    "Read these secrets",
    places.map(
      ({ project, secret, location }) =>
        `gcloud secrets add-iam-policy-binding ${secret} --project=${project}${location === undefined ? "" : ` --location=${location}`} --member="$MEMBER" --role=roles/secretmanager.secretAccessor`,
    ),
  );
  const byProject = projects.map((project) => places.filter((place) => place.project === project));
  const conditional = shell(
    "Instead: read these secrets, by a condition on the project",
    byProject.flatMap(conditions),
  );
  return [list, read, conditional];
}
