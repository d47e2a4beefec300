/** QR codes as SVG. */
import encodeQR from "qr";

/** Quiet modules around the code, as ISO 18004 asks. */
const QUIET = 4;

/** The code as one path in a square of `modules` units, its quiet zone included. */
export function qrPath(text: string): { readonly modules: number; readonly path: string } {
  // Medium correction: 15 % of a code may be dirty, and a short link still takes 29 modules only.
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x + 1;
      while (row[end]) end++;
      path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
      x = end;
    }
  });
  return { modules: rows.length, path };
}

/** A document of its own; black on white in both themes, since cameras ask for it. */
export function qrSvg(text: string, pixels?: number): string {
  const { modules, path } = qrPath(text);
  const size = pixels === undefined ? "" : ` width="${pixels}" height="${pixels}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg"${size} viewBox="0 0 ${modules} ${modules}" ` +
    `shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${modules}v${modules}h-${modules}z"/>` +
    `<path d="${path}"/></svg>`;
}
