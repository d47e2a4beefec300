import { ActBar } from "./act_bar.tsx";
import { Icon } from "./icons.tsx";
import type { StorefrontModel } from "./model.ts";

/** Who it is, and where and when to find them. */
export function ManagerCard({ model }: { model: StorefrontModel }) {
  const { page: { card }, words } = model;
  return (
    <section class="manager" aria-labelledby="manager-name">
      <div class="who">
        <Terraces />
        <Portrait name={card.name} photo={card.photo} />
        <div>
          <h1 id="manager-name">{card.name}</h1>
          <p class="title">{card.title === "" ? words.manager : card.title}</p>
          <p class="outlet">{card.outletName}</p>
        </div>
        <button
          type="button"
          class="share"
          onClick={() => model.share()}
        >
          <Icon name="share" />
          <span>{words.share}</span>
        </button>
      </div>
      <dl class="contact">
        {card.phoneMasked !== null && (
          <div>
            <dt>
              <Icon name="call" />
              <span class="sr-only">{words.phone}</span>
            </dt>
            <dd>
              {card.phoneMasked}
              <button type="button" class="link" onClick={() => model.call()}>{words.call}</button>
            </dd>
          </div>
        )}
        {card.wechatId !== "" && (
          <div>
            <dt>
              <Icon name="wechat" />
              <span class="sr-only">{words.wechat}</span>
            </dt>
            <dd>
              {card.wechatId}
              <button type="button" class="link" onClick={() => model.copyWechat()}>
                {words.copy}
              </button>
            </dd>
          </div>
        )}
        {card.hours !== "" && (
          <div>
            <dt>
              <Icon name="clock" />
              <span class="sr-only">{words.hours}</span>
            </dt>
            <dd>{card.hours}</dd>
          </div>
        )}
        {model.page.maps !== null && <Address maps={model.page.maps} model={model} />}
      </dl>
      <ActBar model={model} />
    </section>
  );
}

/** Rice terraces: decoration. */
function Terraces() {
  return (
    <svg
      class="terraces"
      viewBox="0 0 390 112"
      preserveAspectRatio="xMaxYMax slice"
      aria-hidden="true"
    >
      <path class="t1" d="M150 112C230 62 300 70 390 36V112Z" />
      <path class="t2" d="M190 112C270 82 320 88 390 62V112Z" />
      <path class="t3" d="M250 112C310 98 340 102 390 88V112Z" />
    </svg>
  );
}

function Portrait({ name, photo }: { name: string; photo: string | null }) {
  if (photo !== null) return <img class="portrait" src={photo} alt="" width="72" height="72" />;
  return <span class="portrait letter" aria-hidden="true">{[...name][0] ?? ""}</span>;
}

function Address(
  { maps, model }: { maps: { amap: string; tencent: string }; model: StorefrontModel },
) {
  const { page: { card }, words } = model;
  const track = () => model.track({ kind: "map" });
  return (
    <div>
      <dt>
        <Icon name="pin" />
        <span class="sr-only">{words.address}</span>
      </dt>
      <dd>
        <span class="where">{card.address}</span>
        <span class="maps">
          <a class="link" href={maps.amap} rel="noreferrer" onClick={track}>{words.amap}</a>
          <a class="link" href={maps.tencent} rel="noreferrer" onClick={track}>
            {words.tencentMap}
          </a>
        </span>
      </dd>
    </div>
  );
}
