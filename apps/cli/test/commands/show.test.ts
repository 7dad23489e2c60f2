import { expect, it } from "vitest";
import { filledGround } from "../fakes/real-host.ts";

it("connection list shows where each one points, how it logs in, and how many secrets use it", async () => {
  const here = await filledGround();
  const { stdout } = await here.works("connection list");
  expect(stdout).toMatch(/^NAME +PROVIDER +POINTS TO +LOGIN +SECRETS\nprod +fake +north +token +2\n$/);
  const [prod] = JSON.parse((await here.works("connection list --json")).stdout);
  expect(prod.origin).toEqual({ region: "north" });
});

it("profile show shows the limits of its runs, where it has any", async () => {
  const here = await filledGround();
  expect((await here.works("profile show nightly")).stdout).toMatch(/^name +nightly\njob +backup --all\n\n/);
  await here.works("profile limit nightly --time-limit 90s --one-at-a-time");
  expect((await here.works("profile show nightly")).stdout).toMatch(/\ntime limit +90s\nruns +one at a time\n\n/);
});

it("profile settings shows which of them take a secret, a literal, or either", async () => {
  const { stdout } = await (await filledGround()).works("profile settings nightly");
  expect(stdout).toMatch(/^sftp\.host +a literal +nas\.example/m);
  expect(stdout).toMatch(/^sftp\.username +username or a literal +User name/m);
  expect(stdout).toMatch(/^sftp\.password +password +secret nas-password/m);
});

it("profile deliver takes a delivery away where nothing stands behind the =", async () => {
  const here = await filledGround();
  const { stderr } = await here.works("profile deliver nightly sftp.password=");
  expect(stderr).toBe("sftp.password of nightly is delivered no more\n");
  expect((await here.works("profile show nightly")).stdout).toMatch(/^sftp\.password +secret nas-password$/m);
});
