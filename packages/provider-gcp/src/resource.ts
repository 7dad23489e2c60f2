/** The parts of a secret's resource name, as far as a text has them. */
export interface Resource {
  /** The project's ID or its number: which one, the text alone does not say of both, and they are never taken for one. */
  readonly project?: string;
  readonly location?: string;
  readonly secret: string;
  readonly version?: string;
}

/** https://cloud.google.com/resource-manager/docs/creating-managing-projects: an ID, with its domain before it where it has one, or a number. */
export const PROJECT_PATTERN = "(?:[a-z][a-z0-9.-]{0,62}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[1-9][0-9]{0,19}";

/** A region, such as europe-west1, or a multi-region. It becomes part of a host name, so nothing else may pass. */
export const LOCATION_PATTERN = "[a-z]{2,20}(-[a-z]{2,20}[0-9]{1,2})?";

/** https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create: letters, digits, - and _, at most 255. */
const SECRET = "[A-Za-z0-9_-]{1,255}";

/** A number, `latest`, or an alias: https://cloud.google.com/secret-manager/docs/assign-alias-to-secret-version */
const VERSION = "[1-9][0-9]{0,18}|[A-Za-z][A-Za-z0-9_-]{0,62}";

const RESOURCE = new RegExp(
  `^(?:projects/(?<project>${PROJECT_PATTERN})(?:/locations/(?<location>${LOCATION_PATTERN}))?/secrets/)?` +
    `(?<secret>${SECRET})(?:/versions/(?<version>${VERSION}))?$`,
);

/** Takes a name apart: a secret's ID, or `projects/P[/locations/L]/secrets/ID`, either with `/versions/V`. */
export function parseResource(text: string): Resource | undefined {
  const { project, location, secret, version } = RESOURCE.exec(text)?.groups ?? {};
  if (secret === undefined) return undefined;
  return {
    secret,
    ...(project === undefined ? {} : { project }),
    ...(location === undefined ? {} : { location }),
    ...(version === undefined ? {} : { version }),
  };
}

/** The collection that secrets are listed from. */
export function parentOf(project: string, location: string | undefined): string {
  return location === undefined ? `projects/${project}` : `projects/${project}/locations/${location}`;
}

export function isProjectNumber(project: string): boolean {
  return /^[0-9]+$/.test(project);
}
