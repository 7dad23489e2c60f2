import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shell } from "../support/run.ts";
import { envValue } from "../support/seal.ts";

const VALUE = `cnry p"a$s'\n&€ %<ü>tail-of-it`;

/** Programs of this machine, each with what it makes of a value. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "sh, as it is": 'printf "%s" "$V"',
  "sh, its trace": 'set -x; : "$V"',
  "sh, line by line": 'printf "%s" "$V" | while IFS= read -r line || test -n "$line"; do echo "<$line>"; done',
  base64: 'printf "%s" "$V" | base64',
  "base64, unbroken, of a login": 'printf "user:%s" "$V" | base64 -w 0',
  "base64 of a login in a header": 'printf "me@host:%s" "$V" | base64 -w 0 | sed "s/^/Authorization: Basic /"',
  od: 'printf "%s" "$V" | od -An -v -tx1 | tr -d " \\n"',
  xxd: 'printf "%s" "$V" | xxd -p -c 0',
  "xxd, upper case": 'printf "%s" "$V" | xxd -p -u -c 0',
  "python3, JSON": `python3 -c 'import os, json; print(json.dumps({"v": os.environ["V"]}))'`,
  "python3, JSON in UTF-8": `python3 -c 'import os, json; print(json.dumps(os.environ["V"], ensure_ascii=False))'`,
  "python3, URL": `python3 -c 'import os, urllib.parse as u; print(u.quote(os.environ["V"]), u.quote_plus(os.environ["V"]), u.quote(os.environ["V"], safe=""))'`,
  "python3, XML": `python3 -c 'import os, xml.sax.saxutils as x; print(x.escape(os.environ["V"]), x.quoteattr(os.environ["V"]))'`,
  "python3, shell word": `python3 -c 'import os, shlex; print("ab"); print(shlex.quote(os.environ["V"]))'`,
  "perl, URL": `perl -e '$_ = $ENV{V}; s/([^A-Za-z0-9_.~-])/sprintf("%%%02X", ord $1)/ge; print'`,
  "node, JSON": `${process.execPath} -e 'console.log(JSON.stringify(process.env))'`,
  "node, form": `${process.execPath} -e 'console.log(String(new URLSearchParams({ v: process.env.V })))'`,
  "node, base64url": `${process.execPath} -e 'console.log(Buffer.from("x" + process.env.V).toString("base64url"))'`,
};

const found = Object.entries(PROGRAMS).filter(([name]) => {
  try {
    execFileSync("sh", ["-c", `command -v ${name.split(",")[0]?.split(" ")[0]}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

/** Any six characters of these would tell a part of the value. */
const TELLING = [
  VALUE,
  Buffer.from(VALUE).toString("hex"),
  Buffer.from(VALUE).toString("hex").toUpperCase(),
  encodeURIComponent(VALUE),
  ...["", "x", "xy"].map((before) =>
    Buffer.from(before + VALUE)
      .toString("base64")
      .slice(4, -4),
  ),
];

function told(text: string): string[] {
  const pieces = TELLING.flatMap((form) =>
    Array.from({ length: form.length - 9 }, (_, at) => form.slice(at, at + 10)).filter(
      (piece) => !piece.includes("\n"),
    ),
  );
  return pieces.filter((piece) => text.includes(piece));
}

describe.runIf(process.platform !== "win32")("what real programs make of a value", () => {
  it.each(found)("%s: is masked", async (_name, script) => {
    const { stdout, stderr } = await shell(script, [envValue("V", VALUE)], { redact: true });
    expect(told(stdout + stderr), stdout + stderr).toEqual([]);
    expect(stdout + stderr).toContain("[secret]");
  });

  it.each(found)("%s: would be found, were it not masked", async (_name, script) => {
    const { stdout, stderr } = await shell(script, [envValue("V", VALUE)], { redact: false });
    expect(told(stdout + stderr)).not.toEqual([]);
  });
});
