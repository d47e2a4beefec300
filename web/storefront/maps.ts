/** Links to maps: both open their app on a phone and a page elsewhere. */

export interface Place {
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly position: { readonly longitude: number; readonly latitude: number } | null;
}

const SOURCE = "yundian";

/** Amap (高德), by position where there is one, else by searching. */
export function amapLink({ name, address, city, position }: Place): string {
  if (position === null) {
    return `https://uri.amap.com/search?${new URLSearchParams({
      keyword: sought(name, address),
      city,
      src: SOURCE,
      callnative: "1",
    })}`;
  }
  return `https://uri.amap.com/marker?${new URLSearchParams({
    position: `${position.longitude},${position.latitude}`,
    name,
    src: SOURCE,
    callnative: "1",
  })}`;
}

/** Tencent Maps, latitude first. */
export function tencentLink({ name, address, city, position }: Place): string {
  if (position === null) {
    return `https://apis.map.qq.com/uri/v1/search?${new URLSearchParams({
      keyword: sought(name, address),
      region: city,
      referer: SOURCE,
    })}`;
  }
  const { longitude, latitude } = position;
  const marker = `coord:${latitude},${longitude};title:${part(name)};addr:${part(address)}`;
  return `https://apis.map.qq.com/uri/v1/marker?${new URLSearchParams({
    marker,
    referer: SOURCE,
  })}`;
}

function sought(name: string, address: string): string {
  return address === "" ? name : address;
}

/** Semicolons and colons would begin another part. */
function part(text: string): string {
  return text.replaceAll(/[;:]/g, " ");
}
