/** Port: sends one-time codes to phones. */

/**
 * The caller promises to bound how often it sends to one phone. The implementer promises to keep neither phone
 * nor code, and to reject when the message surely was not taken over.
 */
export interface SmsSender {
  sendCode(phone: string, code: string): Promise<void>;
}

/** Sends nothing: the demo shows the code in its answer. */
export const SANDBOX_SMS: SmsSender = { sendCode: () => Promise.resolve() };
