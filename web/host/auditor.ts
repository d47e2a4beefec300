/** The audit's side of the main thread: a Worker reads the journal, so that no grab waits for it. */
import { Fault } from "../../engine/mod.ts";
import type { AuditJson, AuditReservationsJson } from "../shared/api.ts";
import type { AuditAnswer, AuditQuestion, AuditSetup } from "./audit_worker.ts";

const WAITING_AUDITS_MAX = 16;
const LATER = { retry: "later", retryAfterMs: 1_000 } as const;

/** Audits campaigns as stored; null for an unknown one. */
export interface Auditor {
  audit(campaignId: string): Promise<AuditJson | null>;
  /** Which of these reservations the journal has; null for an unknown campaign. */
  reservations(campaignId: string, ids: readonly string[]): Promise<AuditReservationsJson | null>;
  close(): void;
}

interface Asked {
  resolve(answer: AuditAnswer): void;
  reject(fault: Fault): void;
}

type Question = AuditQuestion extends infer One
  ? One extends AuditQuestion ? Omit<One, "question"> : never
  : never;

/** An auditor whose Worker starts with the first question and again after it failed. */
export function startAuditor(setup: AuditSetup): Auditor {
  const asked = new Map<number, Asked>();
  let worker: Worker | null = null;
  let questions = 0;

  function start(): Worker {
    const url = new URL("./audit_worker.ts", import.meta.url);
    const started = new Worker(url, { type: "module" });
    started.postMessage(setup);
    started.onmessage = ({ data }: MessageEvent<AuditAnswer>) => {
      const waiting = asked.get(data.question);
      asked.delete(data.question);
      if (data.kind === "fault") waiting?.reject(new Fault(data.code, data.message, LATER));
      else waiting?.resolve(data);
    };
    started.onerror = (event) => {
      event.preventDefault();
      stop(`Cannot audit: ${event.message}`);
    };
    return started;
  }

  function stop(why: string): void {
    worker?.terminate();
    worker = null;
    for (const waiting of asked.values()) {
      waiting.reject(new Fault("journal-unavailable", why, LATER));
    }
    asked.clear();
  }

  function ask(asking: Question): Promise<AuditAnswer> {
    if (asked.size >= WAITING_AUDITS_MAX) {
      const message = `Cannot audit "${asking.campaignId}": ${asked.size} audits wait already`;
      return Promise.reject(new Fault("overloaded", message, LATER));
    }
    return new Promise((resolve, reject) => {
      const question = ++questions;
      asked.set(question, { resolve, reject });
      worker ??= start();
      worker.postMessage({ question, ...asking });
    });
  }

  return {
    async audit(campaignId) {
      const answer = await ask({ kind: "audit", campaignId });
      return answer.kind === "audit" ? answer.audit : null;
    },
    async reservations(campaignId, ids) {
      const answer = await ask({ kind: "reservations", campaignId, ids });
      return answer.kind === "reservations" ? answer.reservations : null;
    },
    close: () => stop("Cannot audit: the node is stopping"),
  };
}
