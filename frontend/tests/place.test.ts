import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetNearby, type Found } from "../src/map/search";
import { wayTo } from "../src/map/way";
import type { ShellEvNearby } from "../src/nearby";
import { settle, type FakeHass, type Setting } from "./fake";
import { FAR, OWN, PLACE, button, finding, open, press, sheet, update, useMaps, view, words } from "./map-fake";

let confirm: ReturnType<typeof vi.fn>;

beforeEach(() => {
  vi.useFakeTimers();
  forgetNearby();
  useMaps();
  confirm = vi.fn(async () => true);
  const load = window.loadCardHelpers;
  window.loadCardHelpers = async () => ({ ...(await load?.()), showConfirmationDialog: confirm as never });
});

afterEach(() => {
  document.body.replaceChildren();
  delete window.loadCardHelpers;
  vi.useRealTimers();
});

/** Open the page, and on it the place at this line of the list. */
async function openPlace(hass: FakeHass, line = 0, own: { entity: string }[] = []): Promise<ShellEvNearby> {
  const card = await open(hass, own);
  view(card).querySelectorAll<HTMLElement>(".place")[line]?.click();
  await settle();
  return card;
}

function at(found: Partial<Found> = {}, setting: Setting = {}): FakeHass {
  return finding([{ ...PLACE, ...found }], setting);
}

const told = (card: ShellEvNearby) => words(sheet(card)?.querySelector("section"));
const starts = (hass: FakeHass) =>
  hass.callService.mock.calls.filter(([, service]: unknown[]) => service === "start_session") as unknown[][];

/** What the next start is answered with. */
function answering(hass: FakeHass, answer: () => Promise<unknown>): void {
  const before = hass.callService.getMockImplementation() as (...all: unknown[]) => Promise<unknown>;
  hass.callService.mockImplementation(((...all: unknown[]) =>
    all[1] === "start_session" ? answer() : before(...all)) as never);
}

const became = (state: string, more: object = {}) => async () => ({
  response: { state, error_text: null, start_request_id: "r-1", ...more },
});

describe("the sheet of a place", () => {
  it("tells who runs it, where, how far, how free as of when, for how much, and with what", async () => {
    const hass = at({ start_fee: 0.35, price_per_minute: 0.05 });
    hass.localize = (key) => (key.endsWith("connector.state.type_2") ? "Type 2" : key.endsWith("available") ? "Available" : "");
    const card = await openPlace(hass);
    expect(told(card)).toContain("Dam 1 Shell Recharge · Dam 1, Amsterdam · 350 m");
    expect(told(card)).toContain("Available as of Nov 21, 12:27");
    expect(told(card)).toContain("€0.44/kWh · €0.05/min · €0.35 per session");
    expect(told(card)).toContain("Type 2, 22 kW");
    expect(told(card)).toContain("NL*TNM*E1*0");
  });

  it.each([
    [{ price_per_kwh: 0 }, "Free of charge"],
    [{ price_per_kwh: 0, start_fee: 1 }, "Energy free of charge · €1.00 per session"],
    [{ price_per_kwh: null }, "Price not known"],
    [{ currency: null }, "Price not known"],
    [{ price_per_kwh: null, price_per_minute: 0.1 }, "€0.10/min"],
    [{ connectors: [] }, "22 kW"],
    [{ connectors: [{ type: null, maximum_power: 11 }] }, "11 kW"],
  ])("says %s as %s", async (found, sentence) => {
    expect(told(await openPlace(at(found)))).toContain(sentence);
  });

  it.each([
    [{ availability: null, availability_updated: null, maximum_power: null, connectors: [] }],
    [{ availability_updated: "soon", operator: null, address: null }],
  ])("does without what is not known", async (found) => {
    expect(told(await openPlace(at(found)))).not.toMatch(/null|NaN|Invalid|as of/);
  });

  it("lists each charge point of a place", async () => {
    const card = await openPlace(finding([PLACE, { ...PLACE, evse_id: "NL*TNM*E3*0", availability: "occupied" }]));
    expect(sheet(card)?.querySelectorAll(".outlet")).toHaveLength(2);
    expect(button(sheet(card), "Start charging at Dam 1 NL*TNM*E3*0")?.className).toContain("quiet");
    expect(button(sheet(card), "Start charging at Dam 1 NL*TNM*E1*0")?.className).not.toContain("quiet");
  });

  it("leads there", async () => {
    const link = sheet(await openPlace(at()))?.querySelector("a");
    expect(link?.getAttribute("rel")).toContain("noopener");
    expect(link?.getAttribute("href")).toMatch(/^geo:52\.371,4\.9\?q=52\.371,4\.9\(Dam%201\)$/);
  });

  it.each([
    ["Mozilla/5.0 (Linux; Android 16)", "geo:1,2?q=1,2(A%22%3E)"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)", "https://maps.apple.com/?daddr=1,2"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X)", "https://maps.apple.com/?daddr=1,2"],
  ])("has a way for %s", (platform, way) => {
    expect(wayTo({ key: "", latitude: 1, longitude: 2, distance: 0, outlets: [] }, 'A">', platform)).toBe(way);
  });

  it("is another one when another place is opened", async () => {
    const hass = finding([PLACE, FAR], { points: {} });
    const card = await openPlace(hass);
    answering(hass, async () => Promise.reject(new Error("No.")));
    await press(sheet(card), "Start charging at Dam 1");
    expect(told(card)).toContain("No.");
    view(card).querySelectorAll<HTMLElement>(".place")[1]?.click();
    await settle();
    expect(told(card)).toContain("1.3 km");
    expect(told(card)).not.toContain("No.");
  });
});

describe("a start from the map", () => {
  it("asks with price, fee and card, sends it once, and tells what became of it", async () => {
    const hass = at({ start_fee: 0.35 });
    answering(hass, became("started"));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    expect(confirm.mock.calls[0]?.[1]).toMatchObject({
      title: "Start charging at Dam 1?",
      text: "€0.44/kWh. A start costs €0.35. Card pays.",
      confirmText: "Start",
    });
    expect(starts(hass)).toEqual([
      ["shell_ev", "start_session", { evse_id: "NL*TNM*E1*0", charge_card: "card" }, undefined, false, true],
    ]);
    expect(words(sheet(card)?.querySelector("[role=status]"))).toBe("Charging has started.");
  });

  it("says in the question that it was taken", async () => {
    const card = await openPlace(at({ availability: "occupied", price_per_kwh: null }));
    await press(sheet(card), "Start charging at Dam 1");
    expect(confirm.mock.calls[0]?.[1].text).toBe("Card pays. It was not free when it was last looked up.");
  });

  it("sends nothing where the answer is no, or the page was left meanwhile", async () => {
    const hass = at();
    const card = await openPlace(hass);
    confirm.mockResolvedValueOnce(false);
    await press(sheet(card), "Start charging at Dam 1");
    expect(button(sheet(card), "Start charging at Dam 1")?.disabled).toBe(false);
    confirm.mockImplementationOnce(async () => (card.remove(), true));
    await press(sheet(card), "Start charging at Dam 1");
    expect(starts(hass)).toHaveLength(0);
  });

  it("takes two presses for one, and shows that it waits", async () => {
    const hass = at();
    let answer = (_: unknown) => {};
    answering(hass, () => new Promise((resolve) => (answer = resolve)));
    const card = await openPlace(hass);
    const start = button(sheet(card), "Start charging at Dam 1");
    start?.click();
    start?.click();
    await settle();
    expect(confirm).toHaveBeenCalledTimes(1);
    expect(start?.disabled).toBe(true);
    expect(start?.getAttribute("aria-busy")).toBe("true");
    expect(words(start)).toBe("Starting");
    expect(told(card)).toContain("Waiting for the charge point.");
    answer(await became("start_requested")());
    await settle();
    expect(told(card)).toContain("The start is not confirmed yet.");
    expect(start?.disabled).toBe(false);
  });

  it.each([
    ["The card was refused.", "The card was refused. RequestId r-1"],
    [null, "That did not work. Try again in a minute. RequestId r-1"],
  ])("tells why it failed (%s)", async (error_text, sentence) => {
    const hass = at();
    answering(hass, became("failed_to_start", { error_text }));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    expect(words(sheet(card)?.querySelector("[role=alert]"))).toBe(sentence);
    answering(hass, became("failed_to_start", { start_request_id: null }));
    await press(sheet(card), "Start charging at Dam 1");
    expect(sheet(card)?.querySelector("code")).toBeNull();
  });

  it("tells why it was refused, until the next one", async () => {
    const hass = at();
    answering(hass, async () => Promise.reject({ message: "Wait 12 seconds." }));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    expect(words(sheet(card)?.querySelector("[role=alert]"))).toBe("Wait 12 seconds.");
    answering(hass, became("started"));
    await press(sheet(card), "Start charging at Dam 1");
    expect(sheet(card)?.querySelector("[role=alert]")).toBeNull();
  });

  it("tells nothing at another place of what was begun at this one", async () => {
    const hass = finding([PLACE, FAR], { points: {} });
    let answer = (_: unknown) => {};
    answering(hass, () => new Promise((resolve) => (answer = resolve)));
    const card = await openPlace(hass);
    button(sheet(card), "Start charging at Dam 1")?.click();
    await settle();
    view(card).querySelectorAll<HTMLElement>(".place")[1]?.click();
    await settle();
    answer(await became("started")());
    await settle();
    expect(told(card)).not.toContain("Charging has started.");
    expect(button(sheet(card), "Start charging at <img onerror>")?.disabled).toBe(false);
  });

  it("asks which card pays where there are several, of those that the user may use", async () => {
    const hass = at({}, { cards: { a: "Anna", b: "Bert", c: "Company" }, details: { may_use: ["b", "c"] } });
    answering(hass, became("started"));
    const card = await openPlace(hass);
    const select = sheet(card)?.querySelector("select");
    expect([...(select?.options ?? [])].map((option) => option.text)).toEqual(["Bert", "Company"]);
    if (select) select.value = "c";
    select?.dispatchEvent(new Event("change"));
    await press(sheet(card), "Start charging at Dam 1");
    expect(starts(hass)[0]?.[2]).toEqual({ evse_id: "NL*TNM*E1*0", charge_card: "c" });
    expect(confirm.mock.calls[0]?.[1].text).toContain("Company pays.");
  });

  it("goes by the charge point where it is one's own, with its card and the price in force", async () => {
    const own = { ...PLACE, device_id: "home", latitude: 52.37 };
    const prices = { currency: "EUR", per_kwh: 0.2, per_minute: null, start_fee: 0.5 };
    const details = { charge_card: { device_id: "b", name: "Bert" }, prices, may_use: ["a", "b"] };
    const hass = finding([own], { cards: { a: "Anna", b: "Bert" }, details: details as never });
    const card = await openPlace(hass, 0, [OWN]);
    expect(told(card)).toContain("€0.20/kWh · €0.50 per session");
    await press(sheet(card), "Start charging at home");
    expect(starts(hass)[0]?.[2]).toEqual({ charge_point: "home", charge_card: "b" });
    expect(button(sheet(card), "Add home to your charge points")).toBeUndefined();
  });

  it("can be made at one's own that is not among those found", async () => {
    const hass = finding([]);
    const card = await openPlace(hass, 0, [OWN]);
    expect(told(card)).toContain("€0.31/kWh");
    await press(sheet(card), "Start charging at home");
    expect(starts(hass)[0]?.[2]).toEqual({ charge_point: "home", charge_card: "card" });
  });

  it.each([
    ["may not start there", { may_control: false }, undefined],
    ["may use no card", { may_use: [] }, undefined],
    ["may not see it", {}, { code: "unauthorized" }],
  ])("is not offered at one's own to who %s", async (_, details, refusal) => {
    const hass = finding([], { details });
    if (refusal) hass.callWS.mockRejectedValue(refusal);
    const card = await openPlace(hass, 0, [OWN]);
    expect(button(sheet(card), "Start charging at home")).toBeUndefined();
  });

  it("may be tried where Home Assistant does not tell", async () => {
    const hass = finding([]);
    hass.callWS.mockRejectedValue(new Error("no"));
    const card = await openPlace(hass, 0, [OWN]);
    expect(button(sheet(card), "Start charging at home")).toBeDefined();
  });

  it("is not offered elsewhere without a card", async () => {
    expect(button(sheet(await openPlace(at({}, { cards: {} }))), "Start charging at Dam 1")).toBeUndefined();
    forgetNearby();
    const other = at({ account: "other" });
    expect(button(sheet(await openPlace(other)), "Start charging at Dam 1")).toBeUndefined();
  });

  it("waits for a lost connection", async () => {
    const hass = at();
    const card = await openPlace(hass);
    await update(card, { ...hass, connected: false });
    expect(button(sheet(card), "Start charging at Dam 1")?.disabled).toBe(true);
  });
});

describe("a charge point that is added from the map", () => {
  const ADD = "Add Dam 1 to your charge points";

  it("is offered to administrators alone", async () => {
    expect(button(sheet(await openPlace(at())), ADD)).toBeUndefined();
  });

  it("is added once", async () => {
    const hass = at();
    hass.user.is_admin = true;
    const card = await openPlace(hass);
    await press(sheet(card), ADD);
    expect(hass.callWS).toHaveBeenCalledWith({
      type: "shell_ev/add_charge_point",
      account: "entry",
      evse_id: "NL*TNM*E1*0",
    });
    expect(told(card)).toContain("Added.");
    expect(button(sheet(await openPlace(hass)), ADD)).toBeUndefined();
  });

  it("says why it was not", async () => {
    const hass = at();
    hass.user.is_admin = true;
    const card = await openPlace(hass);
    hass.callWS.mockRejectedValue({ code: "not_allowed", message: "It is there already." });
    await press(sheet(card), ADD);
    expect(words(sheet(card)?.querySelector("[role=alert]"))).toBe("It is there already.");
    expect(button(sheet(card), ADD)).toBeDefined();
  });
});
