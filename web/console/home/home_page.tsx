import type { PageProps } from "../page_table.ts";
import { hrefOf } from "../route.ts";
import { Title } from "../ui/title.tsx";
import { wordsOf } from "../campaigns/words.ts";

/** What needs attention. */
export function HomePage({ shell }: PageProps) {
  const staff = shell.staff.value;
  return (
    <Title title={staff?.name ?? ""}>
      <a class="button" href={hrefOf("/campaigns")}>{wordsOf(shell.locale.value).sales}</a>
    </Title>
  );
}
