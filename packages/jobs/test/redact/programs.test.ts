import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shell } from "../support/run.ts";
import { envValue } from "../support/seal.ts";

/** On one line, so that it is masked as a whole or not at all; the other has lines. */
const VALUE = `cnry p"a$s'\\n&€ %<ü>tail-of-it`;
const LINES = `cnry p"a$s'\n&€ %<ü>tail-of-it`;

/** Programs of this machine, each with what it makes of a value. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "sh, as it is": 'printf "%s" "$V"',
  "sh, its trace": 'set -x; : "$V"',
  "sh, echo": 'echo "$V"',
  "sh, its exports": "export -p",
  "bash, its trace": "bash -xc ': \"$V\"'",
  "bash, quoted": 'bash -c \'printf "%q\\n" "$V"; declare -p V\'',
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
  "python3, repr": `python3 -c 'import os; print(repr(os.environ["V"]), ascii(os.environ["V"]), os.environb[b"V"])'`,
  "python3, HTML": `python3 -c 'import os, html; print(html.escape(os.environ["V"]))'`,
  "python3, ElementTree": `python3 -c 'import os, xml.etree.ElementTree as E; e = E.Element("a", v=os.environ["V"]); e.text = os.environ["V"]; print(E.tostring(e).decode())'`,
  "python3, CSV": `python3 -c 'import os, csv, sys; csv.writer(sys.stdout).writerow([os.environ["V"]])'`,
  "python3, JSON in JSON": `python3 -c 'import os, json; print(json.dumps(json.dumps({"v": os.environ["V"]})))'`,
  "perl, Dumper": `perl -MData::Dumper -e '$Data::Dumper::Useqq = 1; print Dumper($ENV{V}); $Data::Dumper::Useqq = 0; print Dumper($ENV{V})'`,
  "node, inspect": `'${process.execPath}' -e 'console.log([process.env.V])'`,
  "perl, URL": `perl -e '$_ = $ENV{V}; s/([^A-Za-z0-9_.~-])/sprintf("%%%02X", ord $1)/ge; print'`,
  "node, JSON": `'${process.execPath}' -e 'console.log(JSON.stringify(process.env))'`,
  "node, form": `'${process.execPath}' -e 'console.log(String(new URLSearchParams({ v: process.env.V })))'`,
  "node, base64url": `'${process.execPath}' -e 'console.log(Buffer.from("x" + process.env.V).toString("base64url"))'`,
};

const found = Object.entries(PROGRAMS).filter(([name]) => {
  try {
    execFileSync("sh", ["-c", `command -v ${name.split(",")[0]?.split(" ")[0]}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

/** Any ten characters of these would tell a part of the value. */
function telling(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    encodeURIComponent(value),
    ...["", "x", "xy"].map((before) =>
      Buffer.from(before + value)
        .toString("base64")
        .slice(4, -4),
    ),
  ];
}

function told(text: string, value: string): string[] {
  const pieces = telling(value).flatMap((form) =>
    Array.from({ length: form.length - 9 }, (_, at) => form.slice(at, at + 10)).filter(
      (piece) => !piece.includes("\n"),
    ),
  );
  return pieces.filter((piece) => text.includes(piece));
}

describe.runIf(process.platform !== "win32").each([
  ["on one line", VALUE],
  ["of lines", LINES],
])("what real programs make of a value %s", (_kind, value) => {
  it.each(found)("%s: is masked", async (_name, script) => {
    const { stdout, stderr } = await shell(script, [envValue("V", value)], { redact: true });
    expect(told(stdout + stderr, value), stdout + stderr).toEqual([]);
    expect(stdout + stderr).toContain("[secret]");
  });

  it.each(found)("%s: would be found, were it not masked", async (_name, script) => {
    const { stdout, stderr } = await shell(script, [envValue("V", value)], { redact: false });
    expect(told(stdout + stderr, value)).not.toEqual([]);
  });
});
