import type { PageProps } from "../page_table.ts";
import { Title } from "../ui/title.tsx";
import { wordsOf } from "./words.ts";

/** Writes a sale. */
export function BuilderPage({ shell }: PageProps) {
  const words = wordsOf(shell.locale.value);
  return <Title title={words.form.title} />;
}
