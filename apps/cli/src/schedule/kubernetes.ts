import { usageError } from "../usage-error.ts";
import { loginNotes, loginProblems, loginSources, plainName } from "./login-notes.ts";
import { runArguments, type Schedule, type SchedulePlan, unitName } from "./plan.ts";
import { type YamlValue, yamlText } from "./yaml-text.ts";

const CREDENTIALS = "/run/keyferry/credentials";
const HOME = "/var/lib/keyferry";
/** In seconds, for reading and for the end of a job. */
const GRACE = 120;

/**
 * In a container's arguments `$(NAME)` becomes the variable's value, and `$$` one dollar
 * (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#entrypoint): a profile's name could put a credential there.
 */
function unexpanded(word: string): string {
  return word.replaceAll("$", "$$$$");
}

/** What a pod needs for the logins of its connections, by the keys of one Secret. */
interface LoginKeys {
  readonly variables: readonly string[];
  readonly credentials: readonly string[];
}

/**
 * A CronJob with its Job (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/). Settings, profiles and the audit
 * are in a volume claim: a ConfigMap's files are links, which are refused. Throws `KeyferryError` (`usage`) without an image.
 */
export function kubernetesJob(plan: SchedulePlan): Schedule {
  if (plan.image === "") throw usageError("the container's image is missing", "give --image REGISTRY/keyferry:VERSION");
  const name = unitName(plan.profile);
  return {
    files: [{ path: `${name}.yaml`, text: yamlText(cronJob(plan, name)) }],
    notes: [
      ...loginNotes(plan, {
        ambient: ({ connection }) =>
          `${connection} logs in as the service account ${name}: give it its identity in the cloud (workload identity)`,
        env: ({ connection, rest }) =>
          `${connection}: the Secret ${name} must have the key ${rest}; the source systemd:${rest} keeps it out of the environment`,
        systemd: ({ connection, rest }) => `${connection}: the Secret ${name} must have the key ${rest}`,
        file: ({ connection, rest }) =>
          `${connection}: ${rest} must be in the image or in a volume, and belong to the container's user; systemd: is easier here`,
      }),
      `the volume claim keyferry holds settings.json and profiles/, and takes the audit (${HOME})`,
      `then: kubectl apply -f ${name}.yaml`,
    ],
    problems: loginProblems(plan, {}),
  };
}

function cronJob(plan: SchedulePlan, name: string): YamlValue {
  const { timeLimit, minute, hour, days } = plan;
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name },
    spec: {
      schedule: `${minute} ${hour} * * ${days.length === 0 ? "*" : days.join(",")}`,
      concurrencyPolicy: "Forbid",
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          ...(timeLimit === undefined ? {} : { activeDeadlineSeconds: timeLimit + (plan.randomDelay ?? 0) + GRACE }),
          template: { spec: podOf(plan, name) },
        },
      },
    },
  };
}

function podOf(plan: SchedulePlan, name: string): YamlValue {
  const keys = loginKeys(plan);
  return {
    restartPolicy: "Never",
    serviceAccountName: name,
    automountServiceAccountToken: plan.logins.some(({ sources }) => sources.length === 0),
    containers: [containerOf(plan, name, keys)],
    volumes: [
      { name: "home", persistentVolumeClaim: { claimName: "keyferry" } },
      ...(keys.credentials.length === 0 ? [] : [{ name: "login", secret: { secretName: name, defaultMode: 0o400 } }]),
    ],
  };
}

function containerOf(plan: SchedulePlan, name: string, { variables, credentials }: LoginKeys): YamlValue {
  const settings = `${HOME}/settings.json`;
  const inside = plan.settings === undefined ? plan : { ...plan, settings };
  return {
    name: "keyferry",
    image: plan.image,
    command: ["keyferry"],
    args: runArguments(inside, { delay: true }).map(unexpanded),
    env: [
      { name: "KEYFERRY_SETTINGS", value: settings },
      ...(credentials.length === 0 ? [] : [{ name: "CREDENTIALS_DIRECTORY", value: CREDENTIALS }]),
      ...variables.map((key) => ({ name: key, valueFrom: { secretKeyRef: { name, key } } })),
    ],
    volumeMounts: [
      { name: "home", mountPath: HOME },
      // One mount for each: a Secret's own folder holds links.
      ...credentials.map((key) => ({
        name: "login",
        mountPath: `${CREDENTIALS}/${key}`,
        subPath: key,
        readOnly: true,
      })),
    ],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  };
}

function loginKeys(plan: SchedulePlan): LoginKeys {
  const sources = loginSources(plan);
  const named = (wanted: string) => [
    ...new Set(sources.filter(({ kind, rest }) => kind === wanted && plainName(rest)).map(({ rest }) => rest)),
  ];
  return { variables: named("env"), credentials: named("systemd") };
}
