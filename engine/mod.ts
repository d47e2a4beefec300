/** The engine's public entry. */
export type {
  AnyKind,
  Decider,
  Decision,
  Kind,
  Protocol,
  Send,
  Stamped,
  Wake,
} from "./contract.ts";
export type { ActorRef, AskOptions, Engine, Health, Load, Sink } from "./engine_api.ts";
export { createEngine, type EngineOptions, type RunningEngine } from "./engine.ts";
export { Fault, type FaultCode, type Retry } from "./fault.ts";
export type { Journal, JournalOptions } from "./journal/journal.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { createLog, type Fields, type Log, SILENT } from "./log.ts";
export type { Cancel, Clock, Random, Scheduler, World } from "./ports.ts";
export { loadState } from "./replay.ts";
export { systemWorld } from "./system.ts";
