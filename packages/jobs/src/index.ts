/** `@keyferry/jobs`: starts a program with the values that were resolved for it, and masks them in its output. */
export { writeAwsCredentials } from "./helpers/aws-credentials.ts";
export { dockerRequestFits, NO_DOCKER_CREDENTIAL, writeDockerCredential } from "./helpers/docker-credential.ts";
export { gitRequestFits, writeGitCredential } from "./helpers/git-credential.ts";
export { explainPlan } from "./plan/explain.ts";
export { type JobPlan, planJob } from "./plan/plan.ts";
export type { Command, Environment, JobSignal, Platform } from "./platform/platform.ts";
export { RECIPES } from "./recipes/index.ts";
export { tooShortToMask } from "./redact/needles.ts";
export type { ParentInput, ParentOutput } from "./run/parent-streams.ts";
export { probeProgram } from "./run/probe-program.ts";
export { type ProgramExitCode, programExitCode } from "./run/program-error.ts";
export { type JobOutcome, type RunOptions, runJob } from "./run/run-job.ts";
export type { SettleLimits } from "./run/settle.ts";
export type { SignalSource } from "./run/signals.ts";
