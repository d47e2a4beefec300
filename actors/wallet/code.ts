/** Redemption codes: 15 digits that nobody can guess, and one that tells a slip of the finger. */

const DIGITS = 15;
const SHAPE = /^[0-9]{16}$/;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A code out of the random material of a command: 126 bits onto 10^15, so all are as likely. */
export function codeOf(random: string): string {
  let number = 0n;
  for (const character of random) {
    const at = ALPHABET.indexOf(character);
    number = number * 64n + BigInt(at < 0 ? 0 : at);
  }
  const digits = (number % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, "0");
  return digits + checkDigit(digits);
}

/** The code in what somebody typed or scanned, spaces and hyphens apart; null for none. */
export function readCode(text: string): string | null {
  const code = text.replaceAll(/[\s-]/g, "");
  if (!SHAPE.test(code)) return null;
  return checkDigit(code.slice(0, DIGITS)) === code.slice(DIGITS) ? code : null;
}

/** After Luhn (US patent 2,950,048): finds every wrong digit and most that changed places. */
function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return String((10 - (sum % 10)) % 10);
}
