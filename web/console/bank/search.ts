/** Address of a list with its filters; what is empty is not asked for. */
export function searchPath(path: string, filters: Readonly<Record<string, string>>): string {
  const asked = Object.entries(filters).filter(([, value]) => value !== "");
  return `${path}?${new URLSearchParams(asked)}`;
}
