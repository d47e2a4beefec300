/** A campaign's spec in a file: the JSON body of `POST /api/v1/campaigns`. */
import { resolve } from "@std/path";
import { Refusal } from "../runs/plan.ts";

/** Reads it as an object; what is in it is judged by the copy's own route. */
export async function readSpecFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await Deno.readTextFile(fromCaller(path)).catch((error: unknown) => {
    throw new Refusal(`Cannot read ${path}: ${reasonOf(error)}`);
  });
  return parseSpec(text, path);
}

/** The object in a spec's text; what is wrong with it is said with line and column. */
export function parseSpec(text: string, path: string): Readonly<Record<string, unknown>> {
  const json = text.replace(/^\uFEFF/, "");
  const failure = failureOf(json);
  if (failure !== null) {
    const { line, column } = placeOf(json, failure);
    throw new Refusal(`Cannot read ${path}: line ${line}, column ${column}: ${plain(failure)}`);
  }
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal(
      `Cannot rehearse ${path}: a spec is one JSON object, as POST /api/v1/campaigns takes it`,
    );
  }
  return { ...value };
}

/** A task runs at the root, whatever folder it was called in. */
function fromCaller(path: string): string {
  return resolve(Deno.env.get("INIT_CWD") ?? ".", path);
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) return "it may not be read";
  return error instanceof Error ? error.message : String(error);
}

function failureOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Where V8 says that it is, else at the end of the shortest beginning that fails in the same way. */
function placeOf(text: string, failure: string): { line: number; column: number } {
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(failure) ?? [];
  if (line !== undefined) return { line: Number(line), column: Number(column) };
  if (!failure.startsWith("Unexpected token")) return lineOf(text, text.length);
  let [low, high] = [1, text.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (failureOf(text.slice(0, middle))?.startsWith("Unexpected token")) high = middle;
    else low = middle + 1;
  }
  return lineOf(text, low - 1);
}

function lineOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** Without the place, which stands before it, and without the text, which may be long. */
function plain(failure: string): string {
  return failure.replace(/ in JSON at position.*$/s, "").replace(/, (\.\.\.)?".*$/s, "")
    .replace(/ after JSON at position.*$/s, " after the object")
    .replace(/ is not valid JSON$/, "");
}
