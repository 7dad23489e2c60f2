import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { ProfileLoginsView } from "@keyferry/core";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { afterAll, describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { cronLine } from "../../src/schedule/cron.ts";
import { kubernetesJob } from "../../src/schedule/kubernetes.ts";
import { type SchedulePlan, unitName } from "../../src/schedule/plan.ts";
import { execLine, systemdUnits } from "../../src/schedule/systemd.ts";
import { windowsTask } from "../../src/schedule/windows-task.ts";
import { fakeKeyferry } from "../fakes/keyferry.ts";
import { schemaErrors } from "../fakes/schema.ts";
import { run } from "../fakes/world.ts";

const HOSTILE = `a'b"c\\d $HOME \${X} \`id\` %n %% ; & | <x> ]]> -- é€🔑 #`;
const folder = mkdtempSync(join(tmpdir(), "keyferry-schedule-"));
afterAll(() => rmSync(folder, { recursive: true }));
/** The schedulers' own parsers, where the machine has them. */
const PARSERS = { systemd: "systemd-analyze", cron: "crontab" } as const;

const login = (...sources: string[]): ProfileLoginsView["logins"][number] => ({
  connection: "prod",
  provider: "aws",
  method: "access-key",
  sources: sources.map((source, at) => ({ field: `field${at}`, source })),
});

function planOf(more: Partial<SchedulePlan> & { readonly name?: string } = {}): SchedulePlan {
  const { name = "nightly", ...rest } = more;
  return {
    self: [process.execPath, "/opt/keyferry/main.js"],
    profile: { id: "0123456789abcdef", name },
    hour: 2,
    minute: 5,
    days: [],
    logins: [],
    user: "backup",
    image: "registry.example/keyferry:1",
    ...rest,
  };
}

/** Names as the settings take them: no character that does not show, no slash, no hyphen in front, no space at the ends. */
const names = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .map((text) => `x${text.normalize("NFC").replace(/[\p{C}\p{Z}\p{DI}/]/gu, " ")}x`);

const installed = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

describe("a unit's name", () => {
  it("is a name for systemd, Windows and Kubernetes, short, and its own for each profile", () => {
    expect(unitName({ id: "0123456789abcdef", name: "nightly" })).toBe("keyferry-nightly");
    expect(unitName({ id: "0123456789abcdef", name: "Nightly!" })).toBe("keyferry-nightly-01234567");
    expect(unitName({ id: "0123456789abcdef", name: "🔑" })).toBe("keyferry-01234567");
    fc.assert(
      fc.property(names, (name) => {
        expect(unitName({ id: "0123456789abcdef", name })).toMatch(/^keyferry(-[a-z0-9]+)+$/);
        expect(unitName({ id: "0123456789abcdef", name }).length).toBeLessThanOrEqual(40);
      }),
    );
  });
});

describe("systemd", () => {
  it("has a service and a timer that fit the login", () => {
    const { files, notes, problems } = systemdUnits(
      planOf({
        days: ["mon", "thu"],
        randomDelay: 600,
        timeLimit: 7200,
        logins: [login("systemd:nas-key", "env:AKID")],
      }),
    );
    const [service = "", timer = ""] = files.map(({ text }) => text);
    expect(files.map(({ path }) => path)).toEqual([
      "/etc/systemd/system/keyferry-nightly.service",
      "/etc/systemd/system/keyferry-nightly.timer",
    ]);
    expect(service.split("\n")).toEqual(
      expect.arrayContaining([
        "User=backup",
        "LoadCredential=nas-key:/etc/keyferry/credentials/nas-key",
        "EnvironmentFile=/etc/keyferry/keyferry-nightly.env",
        `ExecStart="${process.execPath}" "/opt/keyferry/main.js" "run" "nightly" "--time-limit" "2h"`,
        "TimeoutStartSec=7320",
      ]),
    );
    expect(timer.split("\n")).toEqual(
      expect.arrayContaining(["OnCalendar=Mon,Thu *-*-* 02:05:00", "RandomizedDelaySec=600"]),
    );
    expect(notes.join("\n")).toContain("a line AKID=…");
    expect(problems).toEqual([]);
  });

  it("says what to see to for each kind of login, and what cannot work", () => {
    const noted = (...sources: string[]) => systemdUnits(planOf({ logins: [login(...sources)] })).notes[0];
    expect(noted()).toContain("the machine's identity");
    expect(noted("file:/etc/key")).toContain("/etc/key must belong to backup");
    expect(noted("stored")).toContain("keeper");
    expect(noted('exec:["/bin/x"]')).toContain("without a person");
    expect(systemdUnits(planOf({ logins: [login("fd:3")] })).problems).toEqual([
      "the login of prod cannot work (field0 from fd:): no scheduler hands a descriptor over: choose another source",
    ]);
  });

  it("takes no line of its own from a name or a source", () => {
    const plan = planOf({ name: HOSTILE, logins: [login("systemd:x\nExecStartPre=/bin/id", "env:A\nUser=root")] });
    const lines = systemdUnits(plan).files.flatMap(({ text }) => text.split("\n"));
    expect(lines.filter((line) => /^(ExecStartPre|User=root)/.test(line))).toEqual([]);
  });

  it.skipIf(!installed(PARSERS.systemd))("is read by systemd without a complaint, whatever the name", () => {
    const verify = (plan: SchedulePlan) => {
      const paths = systemdUnits(plan).files.map(({ path, text }) => {
        const file = join(folder, basename(path));
        writeFileSync(file, text);
        return file;
      });
      return spawnSync(PARSERS.systemd, ["verify", "--man=no", ...paths], { encoding: "utf8" });
    };
    const user = execFileSync("id", ["-un"], { encoding: "utf8" }).trim();
    const logins = [login("systemd:nas-key", "env:AKID", "file:/x y")];
    for (const name of ["nightly", HOSTILE, "%i", "\\x41", "a;b ;", "'", '"', "$$", "ä".repeat(120)]) {
      const { status, stderr } = verify(planOf({ name, logins, user, timeLimit: 60, randomDelay: 5, days: ["sun"] }));
      expect([name, status, complaints(stderr)]).toEqual([name, 0, []]);
    }
    // The check can fail: what is not escaped is complained about.
    const bad = join(folder, "bad.service");
    writeFileSync(bad, `[Service]\nType=oneshot\nExecStart="${process.execPath}" "%Z" "\\q"\n`);
    expect(
      complaints(spawnSync(PARSERS.systemd, ["verify", "--man=no", bad], { encoding: "utf8" }).stderr),
    ).not.toEqual([]);
  });

  it.skipIf(!installed(PARSERS.systemd))("gets its program back as it was written", () => {
    // systemd says so where it does not find the very file; in a program's path it takes neither quotes nor backslashes.
    const program = join(folder, "p %n %% ; & #é🔑", "node");
    mkdirSync(dirname(program));
    writeFileSync(program, "#!/bin/sh\n");
    chmodSync(program, 0o755);
    const unit = join(folder, "program.service");
    const check = (line: string) => {
      writeFileSync(unit, `[Service]\nType=oneshot\nExecStart=${line}\n`);
      return complaints(spawnSync(PARSERS.systemd, ["verify", "--man=no", unit], { encoding: "utf8" }).stderr);
    };
    expect(check(execLine([program, HOSTILE]))).toEqual([]);
    expect(check(execLine([`${program}x`, HOSTILE]))).not.toEqual([]);
  });
});

/** What systemd says of our units; those of the machine are its own business. */
function complaints(text: string): string[] {
  return text.split("\n").filter((line) => /keyferry|bad\.service|program\.service/.test(line));
}

describe("cron", () => {
  it("has one line, with a delay of our own", () => {
    const { files, problems } = cronLine(
      planOf({
        self: ["/usr/bin/node", "/opt/key ferry/main.js"],
        days: ["mon", "fri"],
        randomDelay: 600,
        logins: [login("file:/k")],
      }),
    );
    expect(files[0]?.text).toBe(
      "5 2 * * mon,fri /usr/bin/node '/opt/key ferry/main.js' run nightly --random-delay 10m\n",
    );
    expect(problems).toEqual([]);
  });

  it("says that a login by a variable or by systemd cannot work", () => {
    const { problems } = cronLine(planOf({ logins: [login("env:AKID", "systemd:x")] }));
    expect(problems.map((problem) => /\((.*)\)/.exec(problem)?.[1])).toEqual([
      "field0 from env:",
      "field1 from systemd:",
    ]);
  });

  it("reaches the program as it was written: cron's percent signs, then the real shell", () => {
    const show = ["-e", "process.stdout.write(JSON.stringify(process.argv.slice(1)))", "--"];
    fc.assert(
      fc.property(fc.oneof(names, fc.constant(HOSTILE)), (name) => {
        const line = cronLine(planOf({ name, self: [process.execPath, ...show] })).files[0]?.text ?? "";
        const command = /^\S+ \S+ \S+ \S+ \S+ (.*)\n$/s.exec(line)?.[1] ?? "";
        expect(command).not.toMatch(/(?<!\\)%/);
        // What cron does to its line (https://man7.org/linux/man-pages/man5/crontab.5.html).
        const shell = command.replaceAll("\\%", "%");
        expect(JSON.parse(execFileSync("sh", ["-c", shell], { encoding: "utf8" }))).toEqual(["run", name]);
      }),
      { numRuns: 12 },
    );
  });

  it.skipIf(!installed(PARSERS.cron))("is read by crontab", () => {
    const file = join(folder, "crontab");
    const check = (text: string) => {
      writeFileSync(file, text);
      return spawnSync(PARSERS.cron, ["-n", file], { encoding: "utf8" }).status;
    };
    expect(check(cronLine(planOf({ name: HOSTILE, days: ["sun"] })).files[0]?.text ?? "")).toBe(0);
    expect(check("61 2 * * * x\n")).not.toBe(0);
  });

  it("refuses a line that cron would cut", () => {
    expect(() => cronLine(planOf({ name: "'".repeat(255) }))).toThrow("longer than cron takes");
  });
});

/** The elements of a document with their texts, by a parser that takes no malformed one. */
function readXml(text: string): { readonly path: string; readonly text: string }[] {
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  const found: { path: string; text: string }[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, uri }) => {
    expect(uri).toBe("http://schemas.microsoft.com/windows/2004/02/mit/task");
    open.push(name);
    found.push({ path: open.join("/"), text: "" });
  });
  parser.on("text", (part) => {
    const element = found.findLast(({ path }) => path === open.join("/"));
    if (element) element.text += part;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return found;
}

/** A command line as the C runtime takes it apart: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments */
function windowsArguments(line: string): string[] {
  const found: string[] = [];
  for (const [, quoted, bare] of line.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)) {
    found.push(
      bare ??
        (quoted ?? "")
          .replace(/(\\*)"/g, (_, back: string) => `${"\\".repeat(back.length / 2)}"`)
          .replace(/(\\+)$/, (back) => "\\".repeat(back.length / 2)),
    );
  }
  return found;
}

describe("a Windows task", () => {
  it("has its members where the schema wants them", () => {
    const { files } = windowsTask(
      planOf({ days: ["mon", "sun"], randomDelay: 600, timeLimit: 60, logins: [login("stored")] }),
    );
    const paths = readXml(files[0]?.text ?? "").map(({ path, text }) => [path.replace("Task/", ""), text.trim()]);
    const trigger = paths.filter(([path]) => path?.startsWith("Triggers/CalendarTrigger/"));
    expect(trigger.map(([path]) => path?.split("/")[2])).toEqual([
      "StartBoundary",
      "RandomDelay",
      ...Array.from({ length: 5 }, () => "ScheduleByWeek"),
    ]);
    expect(paths).toEqual(
      expect.arrayContaining([
        ["Triggers/CalendarTrigger/StartBoundary", "2026-01-01T02:05:00"],
        ["Triggers/CalendarTrigger/RandomDelay", "PT600S"],
        ["Triggers/CalendarTrigger/ScheduleByWeek/DaysOfWeek/Sunday", ""],
        ["Settings/MultipleInstancesPolicy", "IgnoreNew"],
        ["Settings/ExecutionTimeLimit", "PT180S"],
        ["Actions/Exec/Command", process.execPath],
        ["Actions/Exec/Arguments", "/opt/keyferry/main.js run nightly --time-limit 1m"],
      ]),
    );
  });

  it("is well-formed, and gives the name back, whatever it is; what the scheduler would expand is refused", () => {
    expect(() => windowsTask(planOf({ name: "50%" }))).toThrow("expand");
    expect(() => windowsTask(planOf({ name: "$(Arg0)" }))).toThrow("expand");
    expect(() => windowsTask(planOf({ name: "\uffff" }))).toThrow();
    fc.assert(
      fc.property(fc.oneof(names, fc.constant(HOSTILE)), (hostile) => {
        const name = hostile.replaceAll("%", "").replaceAll("$(", "");
        const elements = readXml(windowsTask(planOf({ name })).files[0]?.text ?? "");
        const line = elements.find(({ path }) => path.endsWith("/Arguments"))?.text ?? "";
        expect(windowsArguments(line).slice(1)).toEqual(["run", name]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a Kubernetes CronJob", () => {
  const read = (plan: SchedulePlan) => parseYaml(kubernetesJob(plan).files[0]?.text ?? "");

  it("fits the login", () => {
    const manifest = read(
      planOf({
        randomDelay: 60,
        timeLimit: 600,
        days: ["mon"],
        logins: [login("env:AKID", "systemd:nas-key"), login()],
      }),
    );
    expect(manifest).toMatchObject({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "keyferry-nightly" },
      spec: { schedule: "5 2 * * mon", concurrencyPolicy: "Forbid" },
    });
    const { template, ...job } = manifest.spec.jobTemplate.spec;
    expect(job).toEqual({ backoffLimit: 0, activeDeadlineSeconds: 780 });
    const [container] = template.spec.containers;
    expect(template.spec).toMatchObject({ restartPolicy: "Never", automountServiceAccountToken: true });
    expect(container).toMatchObject({
      command: ["keyferry"],
      args: ["run", "nightly", "--time-limit", "10m", "--random-delay", "1m"],
      env: [
        { name: "KEYFERRY_SETTINGS", value: "/var/lib/keyferry/settings.json" },
        { name: "CREDENTIALS_DIRECTORY", value: "/run/keyferry/credentials" },
        { name: "AKID", valueFrom: { secretKeyRef: { name: "keyferry-nightly", key: "AKID" } } },
      ],
    });
    expect(container.volumeMounts[1]).toMatchObject({
      mountPath: "/run/keyferry/credentials/nas-key",
      subPath: "nas-key",
    });
    const volumes = template.spec.volumes.map((volume: { name: string }) => volume.name);
    expect(container.volumeMounts.map((mount: { name: string }) => mount.name)).toEqual(volumes);
    expect(
      read(planOf({ logins: [login("env:A")] })).spec.jobTemplate.spec.template.spec.automountServiceAccountToken,
    ).toBe(false);
  });

  /** What the kubelet makes of an argument (https://github.com/kubernetes/design-proposals-archive/blob/main/node/expansion.md). */
  const kubelet = (word: string) =>
    word.replace(/\$(?:(\$)|\(([^)]*)\))/g, (_whole, dollar?: string) => dollar ?? "a credential");

  it("lets no name of a profile become the value of a variable", () => {
    for (const name of ["x $(AKID)", "x $$(AKID)", "$$$(AKID)$", "$HOME $$"]) {
      const { args } = read(planOf({ name, logins: [login("env:AKID")] })).spec.jobTemplate.spec.template.spec
        .containers[0];
      expect(args.map(kubelet)).toEqual(["run", name]);
    }
    expect(kubelet("x $(AKID)")).toBe("x a credential");
  });

  it("gives the name back, whatever it is, and needs an image", () => {
    fc.assert(
      fc.property(fc.oneof(names, fc.constant(HOSTILE), fc.constantFrom("yes", "null", "1e3", "0x1f")), (name) => {
        const { args } = read(planOf({ name })).spec.jobTemplate.spec.template.spec.containers[0];
        expect(args.map(kubelet)).toEqual(["run", name]);
      }),
      { numRuns: 200 },
    );
    expect(() => kubernetesJob(planOf({ image: "" }))).toThrow("--image");
  });
});

describe("schedule", () => {
  const host = fakeKeyferry({
    overview: {
      logins: async (name) => ({
        profile: { id: "0123456789abcdef", name },
        timeLimit: 7200,
        logins: [login("env:AKID")],
      }),
    },
  });

  it("prints files on standard output, and what to see to on standard error", async () => {
    const { code, stdout, stderr } = await run(["schedule", "nightly", "--cron", "--at", "23:59"], { host });
    expect([code, stdout]).toEqual([
      0,
      "59 23 * * * /usr/bin/node /opt/keyferry/main.js run nightly --time-limit 2h\n",
    ]);
    expect(stderr).toContain("warning: the login of prod cannot work (field0 from env:)");
    const units = await run(["schedule", "nightly", "--systemd", "--user", "backup"], { host });
    expect(units.stdout).toMatch(
      /^# \/etc\/systemd\/system\/keyferry-nightly\.service\n[\s\S]*\n# \/etc\/systemd\/system\/keyferry-nightly\.timer\n/,
    );
    const json = await run(["schedule", "nightly", "--windows-task", "--json"], { host });
    expect(schemaErrors("schedule", JSON.parse(json.stdout))).toEqual([]);
    expect(JSON.parse(json.stdout)).toMatchObject({ files: [{ path: "keyferry-nightly.xml" }], problems: [] });
  });

  it("wants one scheduler, a time of the day and days of the week", async () => {
    for (const wrong of [
      [],
      ["--cron", "--systemd"],
      ["--cron", "--at", "24:00"],
      ["--cron", "--on", "mon,xyz"],
      ["--kubernetes"],
    ]) {
      expect((await run(["schedule", "nightly", ...wrong], { host })).code).toBe(64);
    }
  });
});
