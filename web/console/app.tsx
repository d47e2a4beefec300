/** The console: a rail, a title that says where one is, and the page. */
import { BottomBar, Rail } from "./rail.tsx";
import { pageAt } from "./pages.ts";
import { hrefOf } from "./route.ts";
import type { Shell } from "./shell.ts";
import { SignIn, SignInAgain } from "./sign_in.tsx";
import { Skeleton, StaleBanner } from "./ui/states.tsx";
import { wordsOf } from "./words.ts";

export function App({ shell }: { shell: Shell }) {
  const words = wordsOf(shell.locale.value);
  const staff = shell.staff.value;
  if (staff === undefined) {
    return (
      <main class="waiting" aria-busy="true">
        {shell.unreachable.value ? words.offline : words.loading}
      </main>
    );
  }
  if (staff === null) return <SignIn shell={shell} />;
  return (
    <div class="console">
      <a class="skip" href="#main">{words.skip}</a>
      <Rail shell={shell} staff={staff} />
      {/* Another person's page begins anew. */}
      <main id="main" key={staff.id} tabIndex={-1}>
        <StaleBanner shell={shell} />
        <PageHere shell={shell} />
      </main>
      <BottomBar shell={shell} staff={staff} />
      <Toast shell={shell} />
      {shell.expired.value && <SignInAgain shell={shell} />}
    </div>
  );
}

function PageHere({ shell }: { shell: Shell }) {
  const staff = shell.staff.value;
  const { path, query } = shell.address.value;
  if (!staff) return <Skeleton shell={shell} />;
  const here = pageAt(path, staff.role);
  if (here === null) return <Missing shell={shell} />;
  const { page, params } = here;
  const key = `${shell.visits.value} ${page.path} ${JSON.stringify(params)}`;
  return <page.view key={key} {...{ shell, params, query }} />;
}

function Missing({ shell }: { shell: Shell }) {
  const words = wordsOf(shell.locale.value);
  return (
    <div class="card empty">
      <h1 tabIndex={-1}>{words.missing}</h1>
      <a class="button" href={hrefOf("/")}>{words.home}</a>
    </div>
  );
}

/** What was done, or why it was not; read aloud, and gone after a while. */
function Toast({ shell }: { shell: Shell }) {
  const said = shell.said.value;
  return (
    <div class="toast" role="status">
      {said !== null && <p class={said.tone}>{said.text}</p>}
    </div>
  );
}
