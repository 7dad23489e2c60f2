import { createHash, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { canary, hostileCanary, LeakScanner } from "../leaks/index.ts";
import type { RunningKeyferry } from "./keyferry-process.ts";
import type { Narrator } from "./narrator.ts";
import { type Stage, setStage } from "./stage.ts";

const WITNESS = fileURLToPath(new URL("./witness.mjs", import.meta.url));

/** The values of the demonstration, made anew for each run: nobody can have prepared for them. */
function makeValues() {
  // A password has no line break; everything else that is hard to carry is in it.
  const password = hostileCanary().replace("\n", "");
  return { username: canary(), password, token: randomBytes(24).toString("base64"), old: canary(), books: canary() };
}

/** Plays the demonstration. True if every claim held. */
export async function runDemo(narrator: Narrator): Promise<boolean> {
  const values = makeValues();
  const verdicts: boolean[] = [];
  const claim = (holds: boolean, text: string): void => {
    verdicts.push(holds);
    narrator.claim(holds, text);
  };
  const stage = await setStage(narrator);
  try {
    narrator.note("Keyferry carries secrets from secrets managers to the jobs that need them.");
    narrator.note(`An AWS Secrets Manager store (its wire protocol, on loopback) runs at ${stage.store.endpoint}.`);
    fill(stage, values);
    await mainJob(stage, narrator, values, claim);
    await failures(stage, narrator, claim);
    await search(stage, narrator, [...Object.values(values), stage.store.credentials.secretAccessKey], claim);
  } finally {
    await stage[Symbol.asyncDispose]();
  }
  claim(!stage.left(), "nothing is left behind: the store is closed and its folder is gone");
  const held = verdicts.filter((verdict) => verdict).length;
  narrator.note("");
  narrator.note(`${held} of ${verdicts.length} claims held.`);
  return held === verdicts.length;
}

type Values = ReturnType<typeof makeValues>;
type Claim = (holds: boolean, text: string) => void;

function fill({ store }: Stage, values: Values): void {
  const { username, password, token, old, books } = values;
  const description = "The backup server in the cellar";
  store.put("backup/nas", { text: JSON.stringify({ username, password, host: "nas.example" }), description });
  store.put("api/token", { text: JSON.stringify({ key: token }), description: "Upload interface" });
  store.put("backup/old", { text: old });
  store.put("finance/books", { text: books });
}

async function mainJob(stage: Stage, narrator: Narrator, values: Values, claim: Claim): Promise<void> {
  const { run } = stage;
  narrator.part("1. Connect, pick, use, run");
  const connect = `connection create prod --provider aws --set region=${stage.store.region} --set endpoint=${stage.store.endpoint}`;
  const login = ["--credential", "accessKeyId=env:AKID", "--credential", "secretAccessKey=env:SAK"];
  const created = await run(
    [...connect.split(" "), ...login],
    "The settings say where the login comes from, never what it is.",
  );
  const checked = await run(["connection", "check", "prod"], "Proves the login; reads no value.");
  const named = await run(["connection", "names", "prod"], "The manager's own list: names and descriptions.");
  await run(
    ["secret", "keys", "prod", "backup/nas"],
    "A JSON secret has keys. Their names are shown, what they hold is not.",
  );
  for (const key of ["username", "password"]) {
    const args = [
      "secret",
      "create",
      `nas-${key}`,
      "--connection",
      "prod",
      "--remote-name",
      "backup/nas",
      "--key",
      key,
      "--type",
      key,
    ];
    await run(
      args,
      key === "username"
        ? "A definition: which remote secret, which key, what type."
        : "Two keys of one secret cost one read.",
    );
  }
  await run(["profile", "create", "nightly"], "A profile holds the settings of one job.");
  await run(["profile", "set", "nightly", "sftp.host", "nas.example"], "A literal setting.");
  await run(
    ["profile", "use", "nightly", "sftp.username", "nas-username"],
    "This one uses a secret: usernames are secrets too.",
  );
  await run(["profile", "use", "nightly", "sftp.password", "nas-password"], "A password can only ever be a secret.");
  const dry = await run(["check", "nightly"], "Resolves everything and delivers nothing.");
  claim(
    [created, checked, named, dry].every(({ code }) => code === 0),
    "connected, picked and checked",
  );

  const before = stage.store.calls.length;
  const deliver = ["--deliver", "sftp.username=env:NAS_USER", "--deliver", "sftp.password=env:NAS_PASSWORD"];
  const job = ["--", process.execPath, WITNESS, "NAS_USER", "NAS_PASSWORD"];
  let seen: ProcessView | undefined;
  const ran = await stage.runAndLook(
    ["run", "nightly", ...deliver, ...job],
    "The job is another program. It prints the digest of what it received, and then the password, carelessly.",
    async (running) => {
      seen = await lookAt(running);
    },
  );
  claim(
    ran.stdout.includes(`NAS_USER ${digest(values.username)}`),
    "the program received the username (its digest is the store's)",
  );
  claim(
    ran.stdout.includes(`NAS_PASSWORD ${digest(values.password)}`),
    "the program received the password (its digest is the store's)",
  );
  claim(ran.stdout.includes("NAS_PASSWORD=[secret]"), "the password that it printed is masked on its way out");
  claim(stage.store.calls.length === before + 1, "both values came with one request to the manager");
  if (seen) {
    const found = new LeakScanner(Object.values(values)).scanText(seen.text, seen.source);
    claim(
      found.length === 0,
      "neither our own arguments and environment nor the job's arguments held a value while it ran",
    );
  } else narrator.note("  (this system has no /proc: arguments and environments of processes were not looked at)");

  const token = await stage.runAndLook(
    ["run", "--env", "TOKEN=keyferry://prod/api/token#key", "--", process.execPath, WITNESS, "TOKEN"],
    "Without a profile: a reference, straight into a variable.",
    async () => {},
  );
  claim(token.stdout.includes(`TOKEN ${digest(values.token)}`), "the program received the token");
}

async function failures(stage: Stage, narrator: Narrator, claim: Claim): Promise<void> {
  const { run } = stage;
  narrator.part("2. What happens when something is wrong");
  for (const [name, remoteName] of [
    ["old-backup", "backup/old"],
    ["books", "finance/books"],
  ] as const) {
    const args = ["secret", "create", name, "--connection", "prod", "--remote-name", remoteName, "--type", "password"];
    await run(args, "The secret is there when it is defined …");
  }
  await run(["profile", "create", "broken"], "A job with two sides: from one server to another.");
  await run(["profile", "use", "broken", "source/sftp.password", "old-backup"], "Each side has its own settings.");
  await run(["profile", "use", "broken", "target/sftp.password", "books"], "And its own secrets.");
  stage.store.remove("backup/old");
  stage.store.deny({ name: "finance/books" });
  const deliver = ["--deliver", "source/sftp.password=env:FROM", "--deliver", "target/sftp.password=env:TO"];
  const broken = await run(
    ["run", "broken", ...deliver, "--", process.execPath, WITNESS, "FROM", "TO"],
    "… but meanwhile one secret was deleted in the manager, and the right to read the other taken away.",
  );
  claim(broken.stdout === "", "no job was started");
  claim(/old-backup/.test(broken.stderr) && /books/.test(broken.stderr), "both failures are reported at once");
  claim(broken.code === 77, "the exit code says what to mend first (77: a right is missing)");
  const literal = await run(["profile", "set", "nightly", "sftp.password", "hunter2"], "A password as a literal:");
  claim(literal.code !== 0 && !literal.stderr.includes("hunter2"), "refused, and not repeated");
}

async function search(stage: Stage, narrator: Narrator, values: readonly string[], claim: Claim): Promise<void> {
  narrator.part("3. Search everything for the values");
  const control = new LeakScanner(values);
  const planted = values.map((value) => Buffer.from(value).toString("base64"));
  claim(
    planted.every((text) => control.scanText(text, "planted").length > 0),
    "the search finds a value that is planted (negative control)",
  );
  const scanner = new LeakScanner(values);
  const findings = [
    ...stage.printed.flatMap(({ source, text }) => scanner.scanText(text, source)),
    ...scanner.scanText(narrator.printed, "this page"),
    ...(await scanner.scanDirectory(stage.folder)),
  ];
  const report = scanner.report();
  claim(
    findings.length === 0 && report.unread.length === 0,
    "no value, and not the login's key, in anything that was printed or written",
  );
  for (const { encoding, source } of findings) narrator.output(`found (${encoding}) in ${source}`);
  narrator.output(
    `searched: ${report.bytes} bytes in ${report.places} places (all output of every command, this page, every file and`,
  );
  narrator.output(
    `file name below the demonstration's folder) for ${report.values} values in ${report.encodings.length} encodings:`,
  );
  narrator.output(report.encodings.join(", "));
  claim(
    stage.store.writes.length === 0,
    `${stage.store.calls.length} requests reached the manager, and none of them would change anything`,
  );
}

interface ProcessView {
  readonly source: string;
  readonly text: string;
}

/** What the system shows of the running processes: our arguments and environment, and our children's arguments. */
async function lookAt({ pid }: RunningKeyferry): Promise<ProcessView | undefined> {
  const read = (path: string): Promise<string> => readFile(`/proc/${path}`, "latin1").catch(() => "");
  const own = (await read(`${pid}/cmdline`)) + (await read(`${pid}/environ`));
  if (own === "") return undefined;
  const children = (await read(`${pid}/task/${pid}/children`)).trim().split(" ").filter(Boolean);
  const theirs = await Promise.all(children.map((child) => read(`${child}/cmdline`)));
  return { source: "processes", text: own + theirs.join("\0") };
}

function digest(value: string): string {
  return `sha256 ${createHash("sha256").update(value).digest("hex")}`;
}
