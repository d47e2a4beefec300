/** The code of a coupon: 16 digits, as they are typed, pasted or scanned. */

const DIGITS = 16;

/** The digits that were typed so far, at most 16; those of Chinese keyboards are digits too. */
export function digitsIn(text: string): string {
  const plain = text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
  return plain.replace(/\D/g, "").slice(0, DIGITS);
}

/** `1234 5678 9012 3456`. */
export function grouped(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}

/** Whether all of it is there. */
export function isComplete(digits: string): boolean {
  return digits.length === DIGITS;
}

/** The code that a picture says: the digits alone, or at the end of an address; null for another picture. */
export function codeIn(scanned: string): string | null {
  const match = /(?:^|[/=])(\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4})$/.exec(scanned.trim());
  return match?.[1] === undefined ? null : digitsIn(match[1]);
}
