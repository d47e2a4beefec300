import { useSignal } from "@preact/signals";
import type { StaffJson } from "../shared/api.ts";
import { Seal } from "../shared/seal.tsx";
import { GROUPS, type Page } from "./page_table.ts";
import { barOf, navOf, pageAt } from "./pages.ts";
import { hrefOf } from "./route.ts";
import type { Shell } from "./shell.ts";
import { DemoAccounts } from "./sign_in.tsx";
import { Dialog } from "./ui/dialog.tsx";
import { Icon } from "./ui/icon.tsx";
import { say } from "./ui/states.tsx";
import { type FrameWords, wordsOf } from "./words.ts";

interface NavProps {
  readonly shell: Shell;
  readonly staff: StaffJson;
}

/** Where one can go: a rail on a desk. */
export function Rail({ shell, staff }: NavProps) {
  const words = wordsOf(shell.locale.value);
  return (
    <nav class="rail" aria-label={words.place}>
      <Mark words={words} />
      <Links shell={shell} staff={staff} />
      <Who shell={shell} staff={staff} />
    </nav>
  );
}

/** The same on a phone: four places within a thumb's reach, the rest in a drawer. */
export function BottomBar({ shell, staff }: NavProps) {
  const open = useSignal(false);
  const words = wordsOf(shell.locale.value);
  return (
    <>
      <nav class="bottom-bar" aria-label={words.menu}>
        {barOf(staff.role).map((page) => (
          <NavLink key={page.path} shell={shell} staff={staff} page={page} />
        ))}
        <button type="button" aria-haspopup="dialog" onClick={() => open.value = true}>
          <Icon name="more" />
          {words.moreMenu}
        </button>
      </nav>
      {open.value && (
        <Dialog title={words.menu} kind="drawer" onClose={() => open.value = false}>
          <button
            type="button"
            class="plain shut"
            onClick={(event) => event.currentTarget.closest("dialog")?.close()}
          >
            <Icon name="close" />
            <span class="sr-only">{words.close}</span>
          </button>
          <div onClick={(event) => closeOnLink(event, () => open.value = false)}>
            <Links shell={shell} staff={staff} />
          </div>
          <Who shell={shell} staff={staff} onDone={() => open.value = false} />
        </Dialog>
      )}
    </>
  );
}

function closeOnLink(event: Event, close: () => void): void {
  if (event.target instanceof Element && event.target.closest("a") !== null) close();
}

function Mark({ words }: { words: FrameWords }) {
  return (
    <p class="mark">
      <Seal />
      <strong>{words.brand}</strong>
      <span>{words.place}</span>
    </p>
  );
}

function Links({ shell, staff }: NavProps) {
  const words = wordsOf(shell.locale.value);
  const pages = navOf(staff.role);
  return (
    <>
      {GROUPS.map((group) => {
        const shown = pages.filter((page) => page.nav?.group === group);
        if (shown.length === 0) return null;
        return (
          <div key={group} class="group">
            <p>{words.groups[group]}</p>
            <ul>
              {shown.map((page) => (
                <li key={page.path}>
                  <NavLink shell={shell} staff={staff} page={page} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

function NavLink({ shell, staff, page }: NavProps & { page: Page }) {
  const current = isCurrent(page, shell.address.value.path, staff);
  return (
    <a href={hrefOf(page.path)} aria-current={current ? "page" : undefined}>
      {page.nav !== undefined && <Icon name={page.nav.icon} />}
      {say(page.nav?.label ?? page.title, shell)}
    </a>
  );
}

/** A page without a place of its own in the rail belongs to the one above it. */
function isCurrent(page: Page, path: string, staff: StaffJson): boolean {
  const here = pageAt(path, staff.role)?.page;
  if (here === page) return true;
  if (here === undefined || here.nav !== undefined || page.path === "/") return false;
  return path.startsWith(`${page.path}/`);
}

function Who({ shell, staff, onDone }: NavProps & { onDone?: () => void }) {
  const words = wordsOf(shell.locale.value);
  return (
    <div class="who">
      <p>
        <strong>{staff.name}</strong>
        <span>{`${words.roles[staff.role]} · ${staff.unitName}`}</span>
      </p>
      {shell.demo && (
        <details>
          <summary>{words.signIn.switchTo}</summary>
          <DemoAccounts
            shell={shell}
            words={words}
            title={words.signIn.demo}
            {...(onDone === undefined ? {} : { onDone })}
          />
        </details>
      )}
      <button type="button" class="plain" onClick={shell.switchLocale}>
        {words.switchLanguage}
      </button>
      <button type="button" class="plain" onClick={() => void shell.signOut()}>
        {words.signIn.signOut}
      </button>
    </div>
  );
}
