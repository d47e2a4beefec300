import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

/** Where one is: the page's heading, what leads back, and what can be done here. */
export function Title(
  { title, back, under, children }: {
    title: string;
    back?: { readonly href: string; readonly label: string };
    under?: ComponentChildren;
    children?: ComponentChildren;
  },
) {
  return (
    <header class="title">
      <div>
        {back !== undefined && (
          <p class="crumb">
            <a href={back.href}>
              <Icon name="back" />
              {back.label}
            </a>
          </p>
        )}
        <h1 tabIndex={-1}>{title}</h1>
        {under !== undefined && <div class="under">{under}</div>}
      </div>
      {children !== undefined && <div class="links">{children}</div>}
    </header>
  );
}
