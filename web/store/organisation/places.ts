/** Jiangxi's places as the file beside this one has them, and which of them share a bank. */

export interface Township {
  readonly code: string;
  readonly name: string;
}
export interface County {
  readonly code: string;
  readonly name: string;
  readonly townships: readonly Township[];
}
export interface City {
  readonly code: string;
  readonly name: string;
  readonly counties: readonly County[];
}
export interface Province {
  readonly cities: readonly City[];
}

/** One member bank's ground. `code` is the city's (4 digits) or the county's (6). */
export interface BankPlace {
  readonly code: string;
  readonly city: City;
  /** 南昌市, or 南昌县. */
  readonly place: string;
  readonly counties: readonly County[];
}

const FILE = new URL("./jiangxi.json", import.meta.url);
/** Districts that were counties lately and kept a bank of their own: 新建区 and 南康区. */
const OWN_BANK = new Set(["360112", "360703"]);

/** Reads the file: 11 cities, their counties and districts, 1,767 townships. */
export async function readProvince(): Promise<Province> {
  // A file of ours, kept as it was published.
  return JSON.parse(await Deno.readTextFile(FILE)) as Province;
}

/** The member banks by code: the districts of a city share one, every county and county-level city has its own. */
export function bankPlaces(province: Province): readonly BankPlace[] {
  const places: BankPlace[] = [];
  for (const city of province.cities) {
    const districts = city.counties.filter(sharesCityBank);
    places.push({ code: city.code, city, place: city.name, counties: districts });
    for (const county of city.counties) {
      if (sharesCityBank(county)) continue;
      places.push({ code: county.code, city, place: county.name, counties: [county] });
    }
  }
  return places;
}

/** Codes of districts have 0 or 1 as their fifth digit; those of counties and county-level cities do not. */
function sharesCityBank({ code }: County): boolean {
  return /^\d{4}[01]/.test(code) && !OWN_BANK.has(code);
}
