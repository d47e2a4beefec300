/** What the run runs on. */

/** For the report's environment. */
export interface Machine {
  readonly cores: number;
  readonly cpuModel: string;
  readonly memoryBytes: number;
  readonly system: string;
  readonly deno: string;
}

/** Reads it; what a system does not tell is said as unknown. */
export async function readMachine(): Promise<Machine> {
  const info = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  const release = await Deno.readTextFile("/etc/os-release").catch(() => "");
  const name = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(release)?.[1] ?? Deno.build.os;
  return {
    cores: navigator.hardwareConcurrency,
    cpuModel: /^model name\s*:\s*(.+)$/m.exec(info)?.[1]?.trim() ?? "unknown",
    memoryBytes: Deno.systemMemoryInfo().total,
    system: `${name}, ${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    deno: Deno.version.deno,
  };
}
