/** Plays a share of seeds off the main thread. */
/// <reference lib="deno.worker" />
import { playSeed } from "./plays.ts";

self.onmessage = async ({ data }: MessageEvent<{ from: number; until: number }>) => {
  for (let seed = data.from; seed < data.until; seed++) {
    self.postMessage(await playSeed({ seed }));
  }
  self.postMessage("done");
};
