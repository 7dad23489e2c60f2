import { isKeyferryError } from "@keyferry/core/delivery";
import { describe, expect, it } from "vitest";
import { deliveryPairs, fieldPairs, referencePairs, sourcePairs } from "../../src/args/pairs.ts";

const CANARY = "cnry_5d0c6f1e2b7a4c89";

function refused(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    if (isKeyferryError(thrown)) return JSON.stringify(thrown.failures);
  }
  throw new Error("nothing was refused");
}

describe("pairs of the command line", () => {
  it("cuts at the first =", () => {
    expect(fieldPairs(["endpoint=http://h/?a=b", "region="])).toEqual({ endpoint: "http://h/?a=b", region: "" });
    expect(deliveryPairs(["sftp.password=env:NAS"])).toEqual({ "sftp.password": "env:NAS" });
  });

  it("keeps a name that objects have of their own", () => {
    const fields = fieldPairs(["__proto__=x"]);
    expect(Object.keys(fields)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it.each(["region", "=eu-west-1", ""])("refuses %j with an example", (text) => {
    expect(refused(() => fieldPairs([text]))).toContain("--set region=eu-west-1");
  });

  it("refuses a name that is given twice", () => {
    expect(refused(() => fieldPairs(["a=1", "a=2"]))).toContain("given twice for a");
  });

  it("takes every form of source and refuses a literal without showing it", () => {
    const sources = {
      a: "env:A",
      b: "file:/x=y",
      c: "fd:3",
      d: "systemd:n",
      e: 'exec:["/bin/x"]',
      f: "secret:s",
      g: "stored",
    };
    expect(sourcePairs(Object.entries(sources).map(([name, source]) => `${name}=${source}`))).toEqual(sources);
    for (const literal of [CANARY, `stored${CANARY}`, `ENV:${CANARY}`]) {
      const text = refused(() => sourcePairs([`secretAccessKey=${literal}`]));
      expect(text).toContain("secretAccessKey=env:NAME");
      expect(text).not.toContain(CANARY);
    }
  });

  it("takes references for --env and refuses a literal without showing it", () => {
    expect(referencePairs(["T=keyferry://prod/a=b#k"])).toEqual({ T: "keyferry://prod/a=b#k" });
    expect(refused(() => referencePairs([`T=${CANARY}`]))).not.toContain(CANARY);
  });

  it("never shows what has no =", () => {
    for (const read of [fieldPairs, sourcePairs, deliveryPairs, referencePairs]) {
      expect(refused(() => read([CANARY]))).not.toContain(CANARY);
    }
  });
});
