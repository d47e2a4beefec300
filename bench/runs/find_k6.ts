/** Finds k6 where it usually is, and in a version whose scripts and outputs are known here. */
import { Refusal } from "./plan.ts";

const MAJOR = 2;
const INSTALL = "go install go.k6.io/k6/v2@v2.2.0";

/** A k6 that can be run. */
export interface K6 {
  readonly command: string;
  /** `v2.2.0` */
  readonly version: string;
}

/** What a place holds: the version of k6 there, null where there is none. */
export type Probe = (command: string) => Promise<string | null>;

/** By the variable `K6`, on the PATH, where `go install` puts it. Rejects with a `Refusal`. */
export async function findK6(
  options: {
    readonly named?: string | undefined;
    readonly places?: () => Promise<readonly string[]>;
    readonly probe?: Probe;
  } = {},
): Promise<K6> {
  const { named, places = usualPlaces, probe = versionOf } = options;
  const unfit: K6[] = [];
  for (const command of named ? [named] : await places()) {
    const version = await probe(command);
    if (version === null) continue;
    if (Number(/^v(\d+)\./.exec(version)?.[1]) === MAJOR) return { command, version };
    unfit.push({ command, version });
  }
  const [other] = unfit;
  if (other !== undefined) {
    throw new Refusal(`${other.command} is k6 ${other.version}, v${MAJOR} is needed: ${INSTALL}`);
  }
  if (named) throw new Refusal(`K6 is "${named}", which is no k6 that runs: ${INSTALL}`);
  throw new Refusal(
    `k6 is neither on the PATH nor where go puts it: ${INSTALL}, or name it in the variable K6`,
  );
}

async function usualPlaces(): Promise<readonly string[]> {
  const home = Deno.env.get("HOME");
  const goPath = await outputOf("go", ["env", "GOPATH"]);
  const folders = [...goPath === null ? [] : goPath.split(":"), ...home ? [`${home}/go`] : []];
  return ["k6", ...new Set(folders.filter((one) => one !== "").map((one) => `${one}/bin/k6`))];
}

async function versionOf(command: string): Promise<string | null> {
  const text = await outputOf(command, ["version"]);
  return /\bk6 (v\d+\.\d+\.\d+\S*)/.exec(text ?? "")?.[1] ?? null;
}

async function outputOf(command: string, args: readonly string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(command, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch {
    // Not there, or no program.
    return null;
  }
}
