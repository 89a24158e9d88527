import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShellEvSessions } from "../src/sessions-card";
import type { Row } from "../src/sessions/types";
import { settle } from "./fake";
import {
  DAM,
  all,
  answering,
  asked,
  choose,
  click,
  fakeObserver,
  inside,
  makeAnswer,
  makeRow,
  one,
  open,
  said,
  tell,
  view,
  type SessionsHass,
} from "./sessions-fake";

const SET = "shell_ev/set_session_figures";
const BILLED = { energy: 12, amount: 6.5, currency: "EUR" };

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-21T12:00:00Z") });
  fakeObserver();
});

afterEach(() => {
  document.body.replaceChildren();
  sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function opened(row: Partial<Row>, set: (message: object) => unknown = () => makeRow(row)): Promise<[ShellEvSessions, SessionsHass]> {
  const hass = answering((message) =>
    message.type === SET ? set(message) : makeAnswer({ sessions: [makeRow(row)] }),
  );
  const card = await open(hass);
  await click(card, ".opens");
  return [card, hass];
}

const parts = <T extends HTMLElement>(card: ShellEvSessions, selector: string) =>
  inside<T>(card, "shell-ev-receipt", selector);
const words = (element: HTMLElement | undefined) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

function facts(card: ShellEvSessions): Record<string, string> {
  const values = parts(card, "dd").map(words);
  return Object.fromEntries(parts(card, "dt").map((name, index) => [words(name), values[index] ?? ""]));
}

async function type(card: ShellEvSessions, ...values: string[]): Promise<void> {
  values.forEach((value, index) => {
    const input = parts<HTMLInputElement>(card, "input")[index];
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("input"));
  });
  await settle();
}

async function submit(card: ShellEvSessions): Promise<void> {
  parts(card, "form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settle();
}

describe("a receipt", () => {
  it("opens and closes with its row", async () => {
    const [card] = await opened({});
    expect(one(card, ".opens").getAttribute("aria-expanded")).toBe("true");
    await click(card, "td.place");
    expect(all(card, "shell-ev-receipt")).toHaveLength(0);
    expect(one(card, ".opens").getAttribute("aria-expanded")).toBe("false");
  });

  it("tells all that is known of a session", async () => {
    const [card] = await opened({ location: "Dam 1, Amsterdam" });
    expect(facts(card)).toEqual({
      Started: "Tue, Nov 3, 2026, 18:02",
      Stopped: "Tue, Nov 3, 2026, 20:16",
      Duration: "2 hr, 14 min",
      Place: "Home",
      Location: "Dam 1, Amsterdam",
      "EVSE ID": "NL*TNM*E1*0",
      Card: "Family car",
      Energy: "11.412 kWh",
      Solar: "50%: 5.10 kWh of the 10.20 kWh for which it is known",
      Cost: "≈ €5.27",
      "Average price": "≈ €0.46/kWh",
      "Prices at the start": "€0.4425/kWh + €0.05/min + €0.35 per session",
      "Started by": "Home Assistant",
      "Session ID": "session-k0",
      "Start RequestId": "start-request",
    });
  });

  it("leaves out what is not known", async () => {
    const [card] = await opened({
      energy: null,
      cost: null,
      average_price: null,
      solar_energy: null,
      prices: null,
      metered: null,
      origin: "elsewhere",
      state: "failed_to_stop",
      error_text: "The charge point did not answer.",
      location: "Home",
    });
    expect(Object.keys(facts(card))).not.toContain("Energy");
    expect(facts(card)).toMatchObject({ State: "failed_to_stop", "Started by": "Charge card or app", Place: "Home" });
    expect(words(parts(card, ".error")[0])).toBe("The charge point did not answer.");
  });

  it("tells what was metered beside what was billed", async () => {
    const [card] = await opened({
      energy: 12,
      energy_source: "bill",
      cost: 6.5,
      cost_source: "bill",
      average_price: 0.54,
      billed: BILLED,
    });
    expect(facts(card)).toMatchObject({
      Energy: "12.000 kWh as billed 11.412 kWh by your meter",
      Cost: "€6.50 as billed ≈ €5.27 by your meter",
      "Average price": "€0.54/kWh",
    });
  });

  it.each([{ live: true }, { may_change: false }])("has no form with %o", async (row) => {
    const [card] = await opened(row);
    expect(parts(card, "form")).toHaveLength(0);
  });
});

describe("the session that a card leads to", () => {
  const sight = vi.fn();
  const rows = [makeRow({ key: "k0" }), makeRow({ key: "k1", place: DAM })];
  const go = (key: string) => window.history.replaceState(null, "", `?session=account+${key}&at=2026-11-20T10:00:00Z`);
  const expanded = (card: ShellEvSessions) =>
    all(card, ".opens").map((button) => button.getAttribute("aria-expanded") === "true");

  beforeEach(() => {
    sight.mockClear();
    vi.spyOn(HTMLElement.prototype, "scrollIntoView").mockImplementation(sight);
  });
  afterEach(() => window.history.replaceState(null, "", "/"));

  it("is open and in sight, whatever was filtered before", async () => {
    go("k1");
    const hass = answering(() => makeAnswer({ sessions: rows, count: 2 }));
    const card = await open(hass);
    expect(expanded(card)).toEqual([false, true]);
    expect(sight).toHaveBeenCalledTimes(1);
    expect(view(card).renderRoot.activeElement).toBe(all(card, ".opens")[1]);
    await choose(card, "select.place", "Dam 1");
    card.remove();
    go("k0");
    document.body.append(card);
    await settle();
    expect(one<HTMLSelectElement>(card, "select.place").value).toBe("-1");
    expect(expanded(card)).toEqual([true, false]);
    expect(sight).toHaveBeenCalledTimes(2);
    expect(window.location.search).toBe("");
  });

  it("is none where the card only shows what it looks like", async () => {
    go("k1");
    await open(answering());
    go("k0");
    const shown = document.createElement("shell-ev-sessions-view") as HTMLElement & Record<string, unknown>;
    Object.assign(shown, { preview: true, hass: answering(), config: { type: "x" } });
    document.body.append(shown);
    await settle();
    expect(window.location.search).toContain("k0");
  });
});

describe("what was billed", () => {
  it("is saved, shown and counted anew", async () => {
    const after = makeRow({ energy: 12, energy_source: "bill", cost: 6.5, cost_source: "bill", billed: BILLED });
    let now = makeRow();
    const hass = answering(({ type }) => {
      if (type === SET) return (now = after);
      return makeAnswer({ sessions: [now] });
    });
    const card = await open(hass);
    await click(card, ".opens");
    const before = asked(hass).length;
    await type(card, "12", "6,50", "eur");
    await submit(card);
    expect(asked(hass, SET)).toEqual([{ type: SET, account: "account", key: "k0", language: "en", ...BILLED }]);
    expect(said(card, ".cost-cell")).toEqual(["€6.50as billed"]);
    expect(words(parts(card, "[role=status]")[0])).toBe("Saved.");
    expect(asked(hass).length).toBe(before + 1);
  });

  it.each([
    [{ currency: "SEK" }, "SEK"],
    [{ currency: null }, "EUR"],
    [{ billed: { ...BILLED, currency: "CHF" } }, "CHF"],
  ])("is in the session's currency, else Home Assistant's: %o", async (row, currency) => {
    const [card] = await opened(row);
    expect(parts<HTMLInputElement>(card, "input")[2]?.value).toBe(currency);
  });

  it("may be the energy alone, or the amount alone", async () => {
    const [card, hass] = await opened({});
    await type(card, "12.5", "", "");
    await submit(card);
    await type(card, "", "6.5", "EUR");
    await submit(card);
    expect(asked(hass, SET)).toMatchObject([
      { energy: 12.5, amount: null, currency: null },
      { energy: null, amount: 6.5, currency: "EUR" },
    ]);
  });

  it.each([
    [["a lot", "1", "EUR"], "Enter numbers"],
    [["1", "-1", "EUR"], "Enter numbers"],
    [["", "", "EUR"], "Enter the energy"],
    [["", "1", "€"], "three letters"],
  ])("is refused in words: %o", async (values, words_) => {
    const [card, hass] = await opened({});
    await type(card, ...values);
    await submit(card);
    expect(words(parts(card, "[role=alert]")[0])).toContain(words_);
    expect(asked(hass, SET)).toHaveLength(0);
  });

  it("tells why Home Assistant refused it, and keeps what was typed", async () => {
    const [card] = await opened({}, () => {
      throw { message: "The session still runs." };
    });
    await type(card, "12", "6.5", "EUR");
    await submit(card);
    expect(words(parts(card, "[role=alert]")[0])).toBe("The session still runs.");
    expect(parts<HTMLInputElement>(card, "input")[0]?.value).toBe("12");
  });

  it("is taken back", async () => {
    let now = makeRow({ billed: BILLED });
    const hass = answering(({ type }) => (type === SET ? (now = makeRow()) : makeAnswer({ sessions: [now] })));
    const card = await open(hass);
    await click(card, ".opens");
    expect(parts<HTMLInputElement>(card, "input").map(({ value }) => value)).toEqual(["12", "6.50", "EUR"]);
    parts(card, ".back")[0]?.click();
    await settle();
    expect(asked(hass, SET)).toMatchObject([{ energy: null, amount: null, currency: null }]);
    expect(words(parts(card, "[role=status]")[0])).toBe("Removed.");
    expect(parts<HTMLInputElement>(card, "input")[0]?.value).toBe("");
  });

  it("is sent once, however often it is pressed", async () => {
    const [card, hass] = await opened({}, () => new Promise(() => {}));
    await type(card, "12", "6.5", "EUR");
    await submit(card);
    await submit(card);
    expect(asked(hass, SET)).toHaveLength(1);
  });

  it("is not lost from the fields when sessions are read again", async () => {
    const [card, hass] = await opened({});
    await type(card, "12");
    await tell(hass);
    expect(asked(hass)).toHaveLength(2);
    expect(parts<HTMLInputElement>(card, "input")[0]?.value).toBe("12");
  });

  it("keeps what another page has saved in the fields that nobody touched here", async () => {
    let now = makeRow({ billed: { energy: 12, amount: null, currency: null } });
    const hass = answering((message) => (message.type === SET ? now : makeAnswer({ sessions: [now] })));
    const card = await open(hass);
    await click(card, ".opens");
    const [, amount] = parts<HTMLInputElement>(card, "input");
    if (amount) amount.value = "6.5";
    amount?.dispatchEvent(new Event("input"));
    now = makeRow({ billed: { energy: 14.2, amount: 9, currency: "EUR" } });
    await tell(hass);
    expect(parts<HTMLInputElement>(card, "input").map(({ value }) => value)).toEqual(["14.2", "6.5", "EUR"]);
    await submit(card);
    expect(asked(hass, SET)).toMatchObject([{ energy: 14.2, amount: 6.5, currency: "EUR" }]);
    expect(parts<HTMLInputElement>(card, "input").map(({ value }) => value)).toEqual(["14.2", "9.00", "EUR"]);
  });

  it("is as before where what was typed is what is saved", async () => {
    const [card, hass] = await opened({ billed: BILLED });
    await type(card, "13");
    await type(card, "12");
    await submit(card);
    expect(asked(hass, SET)).toMatchObject([BILLED]);
  });

  it("keeps what is typed while it is saved", async () => {
    let done: (row: Row) => void = () => {};
    const [card] = await opened({}, () => new Promise<Row>((resolve) => (done = resolve)));
    await type(card, "12");
    await submit(card);
    await type(card, "12", "7");
    done(makeRow({ energy: 12, billed: { energy: 12, amount: null, currency: null } }));
    await settle();
    expect(parts<HTMLInputElement>(card, "input").map(({ value }) => value)).toEqual(["", "7", "EUR"]);
  });

  it.each([
    [{}, "Replaces what your meter says"],
    [{ metered: null }, "Counts once you save it"],
    [{ metered: { energy: null, cost: null, currency: null } }, "Counts once you save it"],
  ])("says what it counts instead of: %o", async (row, sentence) => {
    const [card] = await opened(row);
    expect(words(parts(card, "form p")[0])).toContain(sentence);
  });

  it("follows a session that is under way, and its end", async () => {
    let now = makeRow({ live: true, state: "started", stopped_at: null, energy: 1 });
    const hass = answering(() => makeAnswer({ sessions: [now] }));
    const card = await open(hass);
    await click(card, ".opens");
    expect(facts(card)).toMatchObject({ Energy: "1.000 kWh", Place: "Home" });
    now = makeRow({ energy: 2, location: "Dam 1" });
    await tell(hass);
    expect(facts(card)).toMatchObject({ Energy: "2.000 kWh", Place: "Home", Location: "Dam 1" });
    expect(parts(card, "form")).toHaveLength(1);
  });

  it("closes with Escape, and its row has the focus", async () => {
    const [card] = await opened({});
    const press = (key: string) =>
      parts(card, "input")[0]?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
    press("a");
    await settle();
    expect(all(card, "shell-ev-receipt")).toHaveLength(1);
    press("Escape");
    await settle();
    expect(all(card, "shell-ev-receipt")).toHaveLength(0);
    const { activeElement } = one(card, "table").getRootNode() as ShadowRoot;
    expect(activeElement).toBe(one(card, ".opens"));
  });

  it("is counted, though its receipt was closed meanwhile", async () => {
    let done: (row: Row) => void = () => {};
    const [card, hass] = await opened({}, () => new Promise<Row>((resolve) => (done = resolve)));
    await type(card, "12", "6.5", "EUR");
    await submit(card);
    await click(card, ".opens");
    const before = asked(hass).length;
    done(makeRow({ cost: 6.5, cost_source: "bill", billed: BILLED }));
    await settle();
    expect(asked(hass).length).toBe(before + 1);
  });
});
