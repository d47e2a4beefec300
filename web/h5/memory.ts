/** Keeps a value over reloads of this tab; null forgets. */
export interface Memory {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
}
