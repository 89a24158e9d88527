import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { forgetNearby, type Found } from "../src/map/search";
import { wayTo } from "../src/map/way";
import type { ShellEvNearby } from "../src/nearby";
import type { Elsewhere } from "../src/types";
import { NOTHING, RUNNING, asked, entityId, settle, type FakeHass, type Setting } from "./fake";
import { FAR, NOW, OWN, PLACE, button, finding, open, press, sheet, update, useDialog, useMaps, view, words } from "./map-fake";

let confirm: ReturnType<typeof vi.fn>;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  forgetNearby();
  useMaps();
  confirm = useDialog();
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
const isIdle = (act: Element | null | undefined) => act?.getAttribute("aria-disabled") === "false";
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
    expect(told(card)).toContain("€0.44/kWh · €0.05/min · €0.35 per start");
    expect(told(card)).toContain("Type 2, 22 kW");
    expect(told(card)).toContain("NL*TNM*E1*0");
  });

  it.each([
    [{ price_per_kwh: 0 }, "Free"],
    [{ price_per_kwh: 0, start_fee: 1 }, "€1.00 per start"],
    [{ price_per_kwh: null }, "Price unknown"],
    [{ currency: null }, "Price unknown"],
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

  it("says once what is the same at all of a place, and of each what is its own", async () => {
    const dear = { ...PLACE, evse_id: "NL*TNM*E4*0", availability: "occupied", price_per_kwh: 0.6 };
    const card = await openPlace(finding([PLACE, dear], { points: {} }));
    const each = (selector: string) => [...(sheet(card)?.querySelectorAll(selector) ?? [])].map(words);
    expect(each(".lines > div")).toEqual(["type_2, 22 kW", "as of Nov 21, 12:27"]);
    expect(each(".outlet .dot + div > div")).toEqual([
      "available",
      "€0.44/kWh",
      "NL*TNM*E1*0",
      "occupied",
      "€0.60/kWh",
      "NL*TNM*E4*0",
    ]);
  });

  it("tells what is older than a day as what it was, with its year", async () => {
    const card = await openPlace(at({ availability_updated: "2025-11-19T11:27:00Z" }));
    expect(told(card)).toContain("Last known: available as of Nov 19, 2025, 12:27");
    await press(sheet(card), "Start charging at Dam 1");
    expect(confirm.mock.calls[0]?.[1].text).not.toContain("not available");
  });

  it("lists each charge point of a place", async () => {
    const card = await openPlace(finding([PLACE, { ...PLACE, evse_id: "NL*TNM*E3*0", availability: "occupied" }]));
    expect(sheet(card)?.querySelectorAll(".outlet")).toHaveLength(2);
    expect(button(sheet(card), "Start charging at Dam 1 NL*TNM*E3*0")?.className).toContain("quiet");
    expect(button(sheet(card), "Start charging at Dam 1 NL*TNM*E1*0")?.className).not.toContain("quiet");
  });

  it("breaks no distance between number and unit", async () => {
    const card = await openPlace(finding([PLACE], { points: {} }));
    const distance = [...(sheet(card)?.querySelectorAll("header bdi") ?? [])].find((each) => /^350\sm$/.test(each.textContent ?? ""));
    expect(distance).toBeDefined();
    // `.long` is what may be broken.
    expect(distance?.textContent === "350\u00a0m" || !distance?.classList.contains("long")).toBe(true);
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
      title: "Start charging?",
      text: "Dam 1 · €0.44/kWh. Starting costs €0.35. The session is paid for with Card.",
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
    expect(confirm.mock.calls[0]?.[1].text).toBe(
      "Dam 1. The price is not known yet. There may be a start fee. The session is paid for with Card. It was not available when last checked.",
    );
  });

  it("says in the question that nobody knows what it costs", async () => {
    const hass = finding([{ ...PLACE, price_per_kwh: null, currency: null }], { points: {} });
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    expect(confirm.mock.calls[0]?.[1].text).toContain("not known");
  });
  it("looks again before it sends: what it is asked about may cost more by the time of the answer", async () => {
    const prices = { currency: "EUR", per_kwh: 0.2, per_minute: null, start_fee: null as number | null };
    const hass = finding([{ ...PLACE, device_id: "home", latitude: 52.37 }]);
    hass.callWS.mockImplementation(async () => ({ ...NOTHING, prices: { ...prices } }));
    const card = await openPlace(hass, 0, [OWN]);
    prices.start_fee = 5;
    await press(sheet(card), "Start charging at home");
    expect(confirm.mock.calls.at(-1)?.[1].text).toContain("€5.00");
  });
  it("asks again where the price changed while the question stood", async () => {
    const prices = { currency: "EUR", per_kwh: 0.2, per_minute: 0 };
    const hass = finding([{ ...PLACE, device_id: "home", latitude: 52.37 }], { details: { prices: { ...prices, start_fee: null } } });
    const card = await openPlace(hass, 0, [OWN]);
    confirm.mockImplementationOnce(async () => {
      hass.callWS.mockImplementation(async () => ({ ...NOTHING, prices: { ...prices, start_fee: 5 } }));
      return true;
    });
    await press(sheet(card), "Start charging at home");
    expect(confirm.mock.calls.map(([, question]) => question.text.includes("€5.00"))).toEqual([false, true]);
    expect(starts(hass)).toHaveLength(1);
  });

  it("sends no start where it began to charge while the question stood", async () => {
    const hass = finding([{ ...PLACE, device_id: "home", latitude: 52.37 }]);
    const card = await openPlace(hass, 0, [OWN]);
    let answer: (yes: boolean) => void = () => {};
    confirm.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    await press(sheet(card), "Start charging at home");
    const on = { ...hass.states[entityId("home", "charging")], entity_id: entityId("home", "charging"), state: "on", attributes: {} };
    await update(card, { ...hass, states: { ...hass.states, [on.entity_id]: on } });
    answer(true);
    await settle();
    expect(starts(hass)).toHaveLength(0);
  });
  it("sends nothing where the answer is no, or the page was left meanwhile", async () => {
    const hass = at();
    const card = await openPlace(hass);
    confirm.mockResolvedValueOnce(false);
    await press(sheet(card), "Start charging at Dam 1");
    expect(isIdle(button(sheet(card), "Start charging at Dam 1"))).toBe(true);
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
    expect(isIdle(start)).toBe(false);
    expect(start?.getAttribute("aria-busy")).toBe("true");
    expect(words(start)).toBe("Starting");
    expect(told(card)).toContain("Waiting for the charge point.");
    answer(await became("start_requested")());
    await settle();
    expect(told(card)).toContain("The start is not confirmed yet.");
    expect(isIdle(start)).toBe(true);
  });

  it.each([
    ["The card was refused.", "The card was refused. Details RequestId r-1"],
    [null, "That did not work. Try again in a minute. Details RequestId r-1"],
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
    expect(isIdle(button(sheet(card), "Start charging at <img onerror>"))).toBe(true);
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
    expect(confirm.mock.calls[0]?.[1].text).toContain("paid for with Company.");
  });

  it("goes by the charge point where it is one's own, with its card and the price in force", async () => {
    const own = { ...PLACE, device_id: "home", latitude: 52.37 };
    const prices = { currency: "EUR", per_kwh: 0.2, per_minute: null, start_fee: 0.5 };
    const details = { charge_card: { device_id: "b", name: "Bert" }, prices, may_use: ["a", "b"] };
    const hass = finding([own], { cards: { a: "Anna", b: "Bert" }, details: details as never });
    const card = await openPlace(hass, 0, [OWN]);
    expect(told(card)).toContain("€0.31/kWh · €0.50 per start");
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
    expect(isIdle(sheet(card)?.querySelector("button.start"))).toBe(false);
  });
});

describe("a session of ours at a place", () => {
  const STOP = "Stop charging at Dam 1";
  const AWAY: Elsewhere = {
    account: "other",
    key: "k",
    session_id: "s",
    card: { device_id: "card", name: "Card" },
    place: "Dam 1",
    evse_id: "nl-tnm-e1-0",
    state: "started",
    since: 60,
    stop_guard: null,
    may_stop: true,
    may_add: true,
  };
  const stops = (hass: FakeHass) =>
    hass.callService.mock.calls.filter(([, service]: unknown[]) => service === "stop_session") as unknown[][];
  const stop = (card: ShellEvNearby) => sheet(card)?.querySelector<HTMLButtonElement>("button.stop");

  /** What is told from now on, and that the states say there is more to know. */
  async function turned(card: ShellEvNearby, hass: FakeHass, sessions: Elsewhere[], state: string): Promise<void> {
    const before = hass.callWS.getMockImplementation();
    hass.callWS.mockImplementation(async (message) =>
      (message as { type: string }).type === "shell_ev/elsewhere" ? { sessions } : before?.(message),
    );
    const id = "sensor.card_active_sessions";
    await update(card, { ...hass, states: { ...hass.states, [id]: { entity_id: id, state, attributes: {} } } });
  }

  it("is stopped there without a question, by its session and account, in place of a start", async () => {
    const hass = at({}, { elsewhere: [AWAY] });
    const card = await openPlace(hass);
    expect(told(card)).toContain("Charging NL*TNM");
    expect(button(sheet(card), "Start charging at Dam 1")).toBeUndefined();
    hass.callService.mockImplementationOnce(async () => (await turned(card, hass, [], "0"), undefined));
    await press(sheet(card), STOP);
    expect(confirm).not.toHaveBeenCalled();
    expect(stops(hass)).toEqual([
      ["shell_ev", "stop_session", { session_id: "s", account: "other" }, undefined, false, true],
    ]);
    expect(words(sheet(card)?.querySelector("[role=status]"))).toBe("Charging has stopped.");
    expect(stop(card)).toBeNull();
    expect(button(sheet(card), "Start charging at Dam 1")).toBeDefined();
  });

  it("is stopped at one's own by the charge point", async () => {
    const hass = finding([], { details: { session: RUNNING } });
    const card = await openPlace(hass, 0, [OWN]);
    await press(sheet(card), "Stop charging at home");
    expect(stops(hass)[0]?.[2]).toEqual({ charge_point: "home" });
    expect(told(card)).not.toContain("Charging has stopped.");
  });

  it("shows that it stops, takes two presses for one, and says nothing of an end that is not there yet", async () => {
    const hass = at({}, { elsewhere: [AWAY] });
    const card = await openPlace(hass);
    let finish = () => {};
    hass.callService.mockReturnValueOnce(new Promise((resolve) => (finish = () => resolve(undefined))));
    stop(card)?.click();
    await settle();
    stop(card)?.click();
    expect(words(stop(card))).toBe("Stopping");
    expect(stop(card)?.getAttribute("aria-busy")).toBe("true");
    await turned(card, hass, [{ ...AWAY, state: "stop_requested" }], "1");
    finish();
    await settle();
    expect(stops(hass)).toHaveLength(1);
    expect(words(stop(card))).toBe("Stopping");
    expect(told(card)).not.toContain("Charging has stopped.");
  });

  it.each([
    [{ state: "stop_requested" }, "Stopping"],
    [{ state: "start_requested" }, "Starting"],
    [{}, "Charging"],
  ])("is told as what it is", async (more, state) => {
    expect(told(await openPlace(at({}, { elsewhere: [{ ...AWAY, ...more }] })))).toContain(`${state} NL*TNM`);
  });

  it.each([
    [{ command: { kind: "stop", confirmed: true, since: 1 } }, "Stopping"],
    [{ command: { kind: "start", confirmed: true, since: 1 } }, "Starting"],
    [{}, "Charging"],
  ] as const)("is told as what it is at one's own", async (more, state) => {
    const hass = finding([], { details: { session: RUNNING, ...more } });
    expect(told(await openPlace(hass, 0, [OWN]))).toContain(`€0.31/kWh ${state}`);
  });

  it("waits for the guard time, as a ring, and leaves no timer behind", async () => {
    const hass = at({}, { elsewhere: [{ ...AWAY, stop_guard: 3 }] });
    const card = await openPlace(hass);
    expect(words(stop(card)?.querySelector(".unseen"))).toMatch(/Wait [23] seconds/);
    stop(card)?.click();
    expect(stops(hass)).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(3000);
    expect(words(stop(card))).toBe("Stop");
    await turned(card, hass, [{ ...AWAY, stop_guard: 30 }], "1");
    expect(words(stop(card)?.querySelector(".unseen"))).toContain("Wait");
    const before = vi.getTimerCount();
    await press(sheet(card), "Close");
    expect(vi.getTimerCount()).toBe(before - 1);
  });

  it.each([
    ["elsewhere", { elsewhere: [{ ...AWAY, may_stop: false }] }, {}, []],
    ["at one's own", { details: { session: RUNNING, may_control: false } }, { device_id: "home" }, [OWN]],
  ])("is left alone %s by who may not stop it", async (_, setting, found, own) => {
    const card = await openPlace(finding([{ ...PLACE, ...found }], setting), 0, own);
    expect(told(card)).toContain("Charging NL*TNM");
    expect(stop(card)).toBeNull();
    expect(sheet(card)?.querySelector("button.start")).toBeNull();
  });

  it("is seen when it begins and ends elsewhere, and the card that was chosen stays chosen", async () => {
    const hass = finding([PLACE, { ...PLACE, evse_id: "NL*TNM*E3*0" }], { cards: { card: "Card", z: "Zoe" } });
    const card = await openPlace(hass);
    const select = sheet(card)?.querySelector("select");
    if (select) select.value = "z";
    select?.dispatchEvent(new Event("change"));
    await turned(card, hass, [AWAY], "1");
    expect(button(sheet(card), "Stop charging at Dam 1 NL*TNM*E1*0")).toBeDefined();
    expect(sheet(card)?.querySelectorAll("button.stop")).toHaveLength(1);
    expect(sheet(card)?.querySelector("select")?.value).toBe("z");
    await turned(card, hass, [], "0");
    expect(stop(card)).toBeNull();
  });

  it("is looked for again when the connection is back, and not with states of others", async () => {
    const hass = at();
    const card = await openPlace(hass);
    await update(card, { ...hass, states: { ...hass.states, more: undefined } });
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(1);
    await update(card, { ...hass, connected: false });
    await update(card, { ...hass, connected: true });
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(2);
  });

  it("does not put an older answer over a newer one", async () => {
    const hass = at();
    const card = await openPlace(hass);
    const answers: ((value: unknown) => void)[] = [];
    hass.callWS.mockImplementation((message) =>
      (message as { type: string }).type === "shell_ev/elsewhere"
        ? new Promise((resolve) => answers.push(resolve))
        : Promise.reject(new Error("no")),
    );
    for (const connected of [false, true, false, true]) await update(card, { ...hass, connected });
    answers[1]?.({ sessions: [AWAY] });
    await settle();
    answers[0]?.({ sessions: [] });
    await settle();
    expect(stop(card)).not.toBeNull();
  });

  it("cannot be stopped over a lost connection", async () => {
    const hass = at({}, { elsewhere: [AWAY] });
    const card = await openPlace(hass);
    await update(card, { ...hass, connected: false });
    stop(card)?.click();
    expect(stop(card)?.getAttribute("aria-disabled")).toBe("true");
    expect(stops(hass)).toHaveLength(0);
  });

  it("is not offered to be stopped before its start is answered", async () => {
    const hass = at();
    let answer = (_: unknown) => {};
    answering(hass, () => new Promise((resolve) => (answer = resolve)));
    const card = await openPlace(hass);
    await press(sheet(card), "Start charging at Dam 1");
    await turned(card, hass, [{ ...AWAY, stop_guard: 60 }], "1");
    expect(words(sheet(card)?.querySelector("button.start"))).toBe("Starting");
    expect(stop(card)).toBeNull();
    answer(await became("started")());
    await settle();
    expect(told(card)).toContain("Charging has started.");
    expect(sheet(card)?.querySelector("button.start")).toBeNull();
    expect(words(stop(card)?.querySelector(".unseen"))).toContain("Wait");
  });

  it("tells in a sentence why it was not stopped, until that is put away", async () => {
    const hass = at({}, { elsewhere: [AWAY] });
    hass.callService.mockImplementation((async (_domain: string, service: string) =>
      service === "stop_session" ? Promise.reject({ message: "Shell is away." }) : { response: { charge_points: [PLACE] } }) as never);
    const card = await openPlace(hass);
    await press(sheet(card), STOP);
    expect(words(sheet(card)?.querySelector("[role=alert]"))).toBe("Shell is away.");
    expect(words(stop(card))).toBe("Stop");
    await press(sheet(card), "Dismiss");
    expect(sheet(card)?.querySelector("[role=alert]")).toBeNull();
    expect(sheet(card)?.activeElement?.localName).toBe("h3");
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
    expect(told(card)).toContain("Added to your charge points.");
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
