/** Signing in with a phone number and a code. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { CustomerLoginAnswer, OtpAnswer } from "../shared/api.ts";
import type { Answer, Client } from "../shared/client.ts";

export interface SignInModel {
  readonly phone: ReadonlySignal<string>;
  readonly code: ReadonlySignal<string>;
  /** The field to correct. */
  readonly wrong: ReadonlySignal<"phone" | "code" | null>;
  readonly outcome: ReadonlySignal<"none" | "sent" | "wrong" | "too-many" | "offline" | "other">;
  readonly busy: ReadonlySignal<boolean>;
  /** Shown in demonstrations only. */
  readonly demoCode: ReadonlySignal<string | null>;
  typePhone(text: string): void;
  typeCode(text: string): void;
  /** True when a code is on its way. */
  sendCode(): Promise<boolean>;
  /** True when signed in: the server has set its cookie. */
  submit(): Promise<boolean>;
}

const PHONE = /^1[3-9]\d{9}$/;
const CODE = /^\d{6}$/;

/** Makes the model of one sign-in. */
export function createSignInModel(client: Client): SignInModel {
  const phone = signal("");
  const code = signal("");
  const wrong = signal<"phone" | "code" | null>(null);
  const outcome = signal<SignInModel["outcome"]["value"]>("none");
  const busy = signal(false);
  const demoCode = signal<string | null>(null);

  async function send<Value>(path: string, body: unknown): Promise<Answer<Value> | null> {
    if (busy.value) return null;
    busy.value = true;
    outcome.value = "none";
    const answer = await client.send<Value>({ method: "POST", path, body });
    busy.value = false;
    if (!answer.ok) outcome.value = outcomeOf(answer.code);
    return answer;
  }

  return {
    phone,
    code,
    wrong,
    outcome,
    busy,
    demoCode,
    typePhone: (text) => {
      phone.value = text.replace(/\D/g, "");
      if (wrong.value === "phone" && PHONE.test(phone.value)) wrong.value = null;
    },
    typeCode: (text) => {
      code.value = text.replace(/\D/g, "");
      if (wrong.value === "code" && CODE.test(code.value)) wrong.value = null;
    },
    sendCode: async () => {
      wrong.value = PHONE.test(phone.value) ? null : "phone";
      if (wrong.value !== null) return false;
      const answer = await send<OtpAnswer>("/api/v1/customers/otp", { phone: phone.value });
      if (!answer?.ok) return false;
      demoCode.value = answer.value.demoCode ?? null;
      outcome.value = "sent";
      return true;
    },
    submit: async () => {
      wrong.value = !PHONE.test(phone.value) ? "phone" : !CODE.test(code.value) ? "code" : null;
      if (wrong.value !== null) return false;
      const body = { phone: phone.value, otp: code.value };
      const answer = await send<CustomerLoginAnswer>("/api/v1/customers/login", body);
      return answer?.ok ?? false;
    },
  };
}

function outcomeOf(code: string): SignInModel["outcome"]["value"] {
  switch (code) {
    case "wrong-credentials":
    case "invalid":
      return "wrong";
    case "too-many-requests":
      return "too-many";
    case "offline":
      return "offline";
    default:
      return "other";
  }
}
