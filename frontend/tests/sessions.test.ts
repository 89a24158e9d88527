import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ShellEvSessions, checkSessionsConfig, type SessionsConfig } from "../src/sessions-card";
import type { Answer } from "../src/sessions/types";
import type { Hass } from "../src/types";
import { settle } from "./fake";
import {
  DAM,
  GONE,
  TOTALS,
  all,
  answering,
  asked,
  choose,
  click,
  fakeObserver,
  give,
  inside,
  makeAnswer,
  makeRow,
  one,
  open,
  said,
  tell,
} from "./sessions-fake";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-21T12:00:00Z") });
  fakeObserver();
});

afterEach(() => {
  document.body.replaceChildren();
  sessionStorage.clear();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const NONE = { ...TOTALS, sessions: 0, energy: null, costs: [], duration: 0, solar_share: null };
const nothingHere = () => makeAnswer({ totals: NONE, bars: [], count: 0, sessions: [] });
const label = (element: HTMLElement | undefined) => element?.getAttribute("aria-label");

describe("what is asked", () => {
  it("is the month that it is, and its days", async () => {
    const hass = answering();
    const card = await open(hass);
    expect(asked(hass)).toEqual([
      { type: "shell_ev/sessions", language: "en", from: "2026-11-01", to: "2026-12-01", by: "day", offset: 0, limit: 20 },
    ]);
    expect(said(card, "h3")).toEqual(["November 2026"]);
    expect(one<HTMLButtonElement>(card, ".next").disabled).toBe(true);
  });

  it("is the year, where the card was told so", async () => {
    const hass = answering();
    const card = await open(hass, { period: "year", rows: 5, title: "Claims" });
    expect(asked(hass)[0]).toMatchObject({ from: "2026-01-01", to: "2027-01-01", by: "month", limit: 5 });
    expect(said(card, "h2")).toEqual(["Claims"]);
  });

  it("goes to the month before and back, no further than there are sessions", async () => {
    const hass = answering(() => makeAnswer({ first: "2026-10-31" }));
    const card = await open(hass);
    await click(card, ".back");
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-10-01", to: "2026-11-01" });
    expect(said(card, "h3")).toEqual(["October 2026"]);
    expect(one<HTMLButtonElement>(card, ".back").disabled).toBe(true);
    await click(card, ".next");
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-11-01" });
  });

  async function dates(card: ShellEvSessions, from: string, to: string): Promise<void> {
    for (const [end, value] of [
      ["from", from],
      ["to", to],
    ]) {
      const input = one<HTMLInputElement>(card, `input.${end}`);
      input.value = value ?? "";
      input.dispatchEvent(new Event("change"));
    }
    await settle();
  }

  it("is any span, its last day with it, or all there is", async () => {
    const hass = answering();
    const card = await open(hass);
    await click(card, "[value=span]");
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-11-01", to: "2026-11-22", by: "day" });
    await dates(card, "2026-01-15", "2026-02-14");
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-01-15", to: "2026-02-15", by: "day" });
    await dates(card, "", "");
    expect(asked(hass).at(-1)).toMatchObject({ from: null, to: null, by: "month" });
  });

  it("is nothing where the last day is before the first, and says so", async () => {
    const hass = answering();
    const card = await open(hass);
    await click(card, "[value=span]");
    const before = asked(hass).length;
    await dates(card, "2026-11-20", "2026-11-10");
    expect(asked(hass).slice(before).every(({ from }) => from === null || from <= "2026-11-20")).toBe(true);
    expect(said(card, "[role=alert]")[0]).toContain("before the first");
    expect(one<HTMLButtonElement>(card, ".save").disabled).toBe(true);
  });

  it("is of the place and the card that are chosen", async () => {
    const hass = answering();
    const card = await open(hass);
    await choose(card, "select.place", "Dam 1");
    await choose(card, "select.card", "A removed card");
    expect(asked(hass).at(-1)).toMatchObject({ places: [DAM.key], cards: [GONE.key] });
    await choose(card, "select.place", "All places");
    expect(asked(hass).at(-1)?.places).toBeUndefined();
  });

  it("keeps a place that had no session in another month", async () => {
    const hass = answering(({ from }) =>
      from === "2026-11-01" ? makeAnswer() : { ...nothingHere(), places: [], cards: [] },
    );
    const card = await open(hass);
    await choose(card, "select.place", "Dam 1");
    await click(card, ".back");
    expect(one<HTMLSelectElement>(card, "select.place").selectedOptions[0]?.textContent?.trim()).toBe("Dam 1");
    expect(said(card, ".empty h3")).toEqual(["No sessions match these filters in this period"]);
  });
});

describe("the numbers", () => {
  it("are energy, cost, sessions and sun, an estimate marked as one", async () => {
    const card = await open(answering());
    expect(said(card, ".number .big")).toEqual(["11.4kWh", "≈ €5.27", "1", "50%"]);
    expect(said(card, ".number .under")).toEqual(["≈ €0.46/kWh on average", "2 hr, 14 min", "5.1 of 10.2 kWh"]);
  });

  it("are no estimates where everything was billed", async () => {
    const card = await open(answering(() => makeAnswer({ totals: { ...TOTALS, costs: TOTALS.costs.map((cost) => ({ ...cost, estimated: false })) } })));
    expect(said(card, ".cost")[0]).toBe("Cost €5.27 €0.46/kWh on average as billed");
  });

  it("say how many sessions lack figures, and hide the sun where it is not known", async () => {
    const totals = { ...TOTALS, without_energy: 2, without_cost: 1, solar_energy: null, solar_share: null };
    const card = await open(answering(() => makeAnswer({ totals })));
    expect(said(card, ".lack")).toEqual(["2 sessions with unknown energy · 1 session with unknown cost"]);
    expect(said(card, ".cost .under")).toEqual(["≈ €0.46/kWh on average where energy and cost are known"]);
    expect(said(card, ".sun")).toEqual([]);
    expect(said(card, "thead th")).not.toContain("Solar");
  });

  it("are a sum for each currency", async () => {
    const costs = [
      { currency: "EUR", cost: 5.27, average_price: 0.46, sessions: 1, estimated: true },
      { currency: "SEK", cost: 412.5, average_price: null, sessions: 1, estimated: false },
    ];
    const card = await open(answering(() => makeAnswer({ totals: { ...TOTALS, costs } })));
    expect(said(card, ".cost .two")).toEqual(["≈ €5.27", "SEK 412.50"]);
  });

  it("say whose sessions are missing", async () => {
    const card = await open(answering(() => makeAnswer({ away: ["Company account"] })));
    expect(said(card, ".error")).toEqual([
      "Sessions missing from accounts that are not loaded: Company account",
    ]);
    const none = await open(answering(() => makeAnswer({ away: ["Company account"], first: null })));
    expect(said(none, ".empty h3")).toEqual([]);
  });

  it("are never made up", async () => {
    const totals = { ...TOTALS, energy: null, costs: [], duration: 0, solar_share: null };
    const card = await open(answering(() => makeAnswer({ totals })));
    expect(said(card, ".number .big")).toEqual(["–", "–", "1"]);
  });
});

describe("the bars", () => {
  const bars: Answer["bars"] = [
    { day: "2026-11-03", parts: [{ place: "home", energy: 11.4, sessions: 1, without_energy: 0 }, { place: DAM.key, energy: 8.1, sessions: 2, without_energy: 0 }] },
    { day: "2026-11-09", parts: [{ place: DAM.key, energy: null, sessions: 1, without_energy: 1 }] },
  ];
  const columns = (card: ShellEvSessions) => inside(card, "shell-ev-bars", ".column");
  const buttons = (card: ShellEvSessions) => inside(card, "shell-ev-bars", "button.column");
  const told = (card: ShellEvSessions) =>
    inside(card, "shell-ev-bars", ".tip").map((tip) => (tip.textContent ?? "").replace(/\s+/g, " ").trim());

  async function shown(): Promise<ShellEvSessions> {
    return open(answering(() => makeAnswer({ bars })));
  }

  it("are one for each day of Home Assistant's, with nothing on days without a session", async () => {
    const card = await shown();
    expect(columns(card)).toHaveLength(30);
    expect(buttons(card).map((bar) => bar.dataset["day"])).toEqual(["2026-11-03", "2026-11-09"]);
    expect(columns(card)[2]?.querySelectorAll(".fill")).toHaveLength(2);
  });

  it("say in words what they show", async () => {
    const card = await shown();
    expect(buttons(card).map(label)).toEqual([
      "Tuesday, November 3: 19.5 kWh, 3 sessions, Dam 1 8.1 kWh, Home 11.4 kWh",
      "Monday, November 9: 1 session, 1 session with unknown energy",
    ]);
    expect(buttons(card)[1]?.querySelector(".lacks")).not.toBeNull();
  });

  it("have the same patterns as their legend", async () => {
    const card = await shown();
    const legend = inside(card, "shell-ev-bars", ".legend li");
    const patterns = legend.map((item) => item.querySelector(".fill")?.className);
    expect(legend.map((item) => item.textContent)).toEqual(["Dam 1", "Home", "Energy unknown"]);
    expect(patterns.pop()).toBeUndefined();
    expect([...(columns(card)[2]?.querySelectorAll(".fill") ?? [])].map((part) => part.className)).toEqual(patterns);
    expect(new Set(patterns).size).toBe(2);
  });

  it("are one stop for the keyboard; arrows lead on and show the value", async () => {
    const card = await shown();
    expect(buttons(card).map((bar) => bar.tabIndex)).toEqual([0, -1]);
    const press = async (key: string) => {
      const root = one(card, "shell-ev-bars").shadowRoot as ShadowRoot;
      root.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      await settle();
    };
    buttons(card)[0]?.focus();
    await settle();
    expect(told(card)[0]).toContain("Tuesday, November 3 19.5 kWh · 3 sessions");
    await press("ArrowRight");
    expect(told(card)[0]).toContain("Monday, November 9");
    expect(buttons(card).map((bar) => bar.tabIndex)).toEqual([-1, 0]);
    await press("ArrowRight");
    await press("Home");
    expect(told(card)[0]).toContain("Tuesday");
    await press("End");
    await press("ArrowLeft");
    await press("x");
    expect(told(card)[0]).toContain("Tuesday");
    await press("Escape");
    expect(told(card)).toEqual([]);
  });

  it("show the value where they are pointed at or touched", async () => {
    const card = await shown();
    buttons(card)[1]?.dispatchEvent(new Event("pointerenter"));
    await settle();
    expect(told(card)[0]).toContain("1 session 1 session with unknown energy");
    columns(card)[0]?.dispatchEvent(new Event("pointerenter"));
    await settle();
    expect(told(card)).toEqual([]);
    const touch = async () => {
      buttons(card)[0]?.dispatchEvent(new PointerEvent("click", { pointerType: "touch" }));
      await settle();
    };
    await touch();
    expect(told(card)[0]).toContain("Home");
    await touch();
    expect(one<HTMLInputElement>(card, "input.from").value).toBe("2026-11-03");
  });

  it("of a month lead to their day, and back", async () => {
    const hass = answering(() => makeAnswer({ bars }));
    const card = await open(hass);
    buttons(card)[1]?.click();
    await settle();
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-11-09", to: "2026-11-10", by: "day" });
    expect(said(card, ".return")).toEqual(["Back to November 2026"]);
    const { activeElement } = one(card, ".return").getRootNode() as ShadowRoot;
    expect(activeElement?.className).toContain("return");
    expect(columns(card)).toHaveLength(1);
    await click(card, ".return");
    expect(said(card, "h3")).toEqual(["November 2026"]);
    expect(said(card, ".return")).toEqual([]);
  });

  it("lead back step by step, until another time is chosen", async () => {
    const year = [{ day: "2026-10", parts: [{ place: "home", energy: 9, sessions: 1, without_energy: 0 }] }];
    const october = [{ ...year[0], day: "2026-10-07" }] as Answer["bars"];
    const card = await open(answering(({ by }) => makeAnswer({ bars: by === "month" ? year : october })), { period: "year" });
    for (const back of ["Back to 2026", "Back to October 2026"]) {
      buttons(card)[0]?.click();
      await settle();
      expect(said(card, ".return")).toEqual([back]);
    }
    await click(card, ".return");
    expect(said(card, ".return")).toEqual(["Back to 2026"]);
    await click(card, ".step.back");
    expect(said(card, ".return")).toEqual([]);
  });

  it("lead back to dates that were chosen", async () => {
    const card = await open(answering(() => makeAnswer({ bars })));
    await click(card, "[value=span]");
    buttons(card)[0]?.click();
    await settle();
    expect(said(card, ".return")).toEqual(["Back to your dates"]);
  });

  it("of a year lead to their month", async () => {
    const year = [{ day: "2026-10", parts: [{ place: "home", energy: 9, sessions: 1, without_energy: 0 }] }, { day: "2026-11", parts: [{ place: "home", energy: 1, sessions: 1, without_energy: 0 }] }];
    const hass = answering(({ by }) => makeAnswer({ bars: by === "month" ? year : bars }));
    const card = await open(hass, { period: "year" });
    expect(columns(card)).toHaveLength(12);
    expect(label(buttons(card)[0])).toBe("October 2026: 9.0 kWh, 1 session, Home 9.0 kWh");
    buttons(card)[0]?.click();
    await settle();
    expect(said(card, "h3")).toEqual(["October 2026"]);
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-10-01", to: "2026-11-01", by: "day" });
  });

  it("keep few names where there are many days", async () => {
    const card = await open(answering(() => makeAnswer({ first: "2026-01-01" })));
    await click(card, "[value=span]");
    const from = one<HTMLInputElement>(card, "input.from");
    from.value = "2026-09-25";
    from.dispatchEvent(new Event("change"));
    await settle();
    expect(columns(card)).toHaveLength(58);
    const few = inside(card, "shell-ev-bars", ".axis .few").map((name) => name.textContent);
    expect(few[0]).toBe("Sep 25");
    expect(few.length).toBeLessThan(8);
  });
});

describe("the list", () => {
  it("has date, place, duration, energy, cost, sun and card", async () => {
    const card = await open(answering());
    expect(said(card, "thead th")).toEqual(["Date", "Place", "Duration", "Energy", "Cost", "Solar", "Card"]);
    expect(said(card, "tr.row > *")).toEqual([
      "Tue, Nov 3, 18:02",
      "Home",
      "2 hr, 14 min",
      "11.41 kWh",
      "≈ €5.27",
      "50%",
      "Family car",
    ]);
  });

  it("has Home Assistant's day and time, wherever the browser is", async () => {
    const sessions = [makeRow({ day: "2026-11-30", started_at: "2026-11-30T23:50:00+01:00" })];
    const card = await open(answering(() => makeAnswer({ sessions })));
    expect(said(card, ".when-cell")).toEqual(["Mon, Nov 30, 23:50"]);
  });

  it("says what was billed, what is under way, and nothing where nothing is known", async () => {
    const unknown = { energy: null, cost: null, currency: null, solar_energy: null, solar_covered: null, duration: null };
    const sessions = [
      makeRow({ key: "a", live: true, state: "started", stopped_at: null }),
      makeRow({ key: "b", cost_source: "bill", energy_source: "bill", cost: 9 }),
      makeRow({ key: "c", energy_source: "bill" }),
      makeRow({ key: "d", ...unknown, card: GONE }),
    ];
    const card = await open(answering(() => makeAnswer({ count: 4, sessions })));
    expect(said(card, ".long-cell")).toEqual(["under way", "2 hr, 14 min", "2 hr, 14 min", ""]);
    expect(said(card, ".cost-cell")).toEqual(["≈ €5.27", "€9.00as billed", "≈ €5.27", ""]);
    expect(said(card, ".energy-cell")).toEqual(["11.41 kWh", "11.41 kWhas billed", "11.41 kWhas billed", ""]);
    expect(said(card, ".card-cell").at(-1)).toBe("A removed card");
  });

  const many = ({ offset, limit }: { offset: number; limit: number }) =>
    makeAnswer({
      count: 10_000,
      sessions: Array.from({ length: limit }, (_, index) => makeRow({ key: `k${offset + index}` })),
    });

  it("renders a page of ten thousand, and reads more when it is asked to", async () => {
    const hass = answering(many);
    const card = await open(hass);
    expect(all(card, "tr.row")).toHaveLength(20);
    expect(said(card, ".more")).toEqual(["Show more (20 of 10,000)"]);
    await click(card, ".more");
    expect(asked(hass).at(-1)).toMatchObject({ offset: 20, limit: 20 });
    expect(all(card, "tr.row")).toHaveLength(40);
  });

  it("shows as many as before when it is read again, in answers of bearable size", async () => {
    const hass = answering(many);
    const card = await open(hass, { rows: 150 });
    await click(card, ".more");
    await tell(hass);
    expect(asked(hass).slice(-2)).toMatchObject([
      { offset: 0, limit: 200 },
      { offset: 200, limit: 100 },
    ]);
    expect(all(card, "tr.row")).toHaveLength(300);
  });

  it("reads all again where others came before it asked for more, and shows none twice", async () => {
    let count = 30;
    const hass = answering(({ offset, limit }) => ({
      ...makeAnswer({ count }),
      sessions: Array.from({ length: Math.min(limit, count - offset) }, (_, index) =>
        makeRow({ key: `k${count - offset - index}` }),
      ),
    }));
    const card = await open(hass);
    count = 31;
    await click(card, ".more");
    expect(asked(hass).at(-1)).toMatchObject({ offset: 0, limit: 40 });
    expect(all(card, "tr.row")).toHaveLength(31);
    expect(said(card, ".more")).toEqual([]);
  });

  it("ends where an answer brings nothing new", async () => {
    const hass = answering(() => makeAnswer({ count: 5, sessions: [makeRow()] }));
    const card = await open(hass);
    expect(all(card, "tr.row")).toHaveLength(1);
    expect(asked(hass)).toHaveLength(2);
  });
});

describe("where there is nothing", () => {
  it("says what will be there, before the first session", async () => {
    const card = await open(answering(() => ({ ...nothingHere(), first: null })));
    expect(said(card, "h3")).toEqual(["Nothing charged yet"]);
    expect(said(card, "p")[0]).toContain("Once you have charged");
    expect(said(card, "select")).toEqual([]);
  });

  it("says so of a month without a session", async () => {
    const card = await open(answering(nothingHere));
    expect(said(card, ".empty h3")).toEqual(["No sessions in this period"]);
    expect(one<HTMLButtonElement>(card, ".save").disabled).toBe(true);
  });

  it("tells what went wrong, and tries again", async () => {
    let broken = true;
    const hass = answering(() => {
      if (broken) throw { message: "You may not see sessions." };
      return makeAnswer();
    });
    const card = await open(hass);
    expect(said(card, "[role=alert] p")).toEqual(["You may not see sessions."]);
    broken = false;
    await click(card, "[role=alert] button");
    expect(said(card, "[role=alert]")).toEqual([]);
    expect(all(card, "tr.row")).toHaveLength(1);
  });
});

describe("the file", () => {
  function catching(): { saved: { name: string; url: string }[]; blobs: Blob[]; revoked: string[] } {
    const caught = { saved: [] as { name: string; url: string }[], blobs: [] as Blob[], revoked: [] as string[] };
    vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => `blob:${caught.blobs.push(blob as Blob)}`);
    vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void caught.revoked.push(url));
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      caught.saved.push({ name: this.download, url: this.href });
    });
    return caught;
  }

  const withFile = () =>
    answering(({ type }) =>
      type === "shell_ev/export_sessions" ? { csv: "a,b\r\nä,1\r\n", filename: "shell-ev-2026-11.csv" } : makeAnswer(),
    );

  it("is of just what is shown, and named by Home Assistant", async () => {
    const caught = catching();
    const hass = withFile();
    const card = await open(hass);
    await choose(card, "select.place", "Dam 1");
    await choose(card, "select.card", "Family car");
    await click(card, ".save");
    expect(asked(hass, "shell_ev/export_sessions")).toEqual([
      { type: "shell_ev/export_sessions", from: "2026-11-01", to: "2026-12-01", places: [DAM.key], cards: ["own"] },
    ]);
    expect(caught.saved).toEqual([{ name: "shell-ev-2026-11.csv", url: "blob:1" }]);
    expect([...new Uint8Array((await caught.blobs[0]?.arrayBuffer()) ?? [])].slice(0, 7)).toEqual([
      ...new TextEncoder().encode("a,b\r\nä"),
    ].slice(0, 7));
    expect(caught.blobs[0]?.type).toContain("text/csv");
    await click(card, ".save");
    expect(caught.revoked).toEqual(["blob:1"]);
    card.remove();
    expect(caught.revoked).toEqual(["blob:1", "blob:2"]);
    expect(document.querySelectorAll("a")).toHaveLength(0);
  });

  it("says why there is none", async () => {
    const hass = answering(({ type }) => {
      if (type === "shell_ev/export_sessions") throw { message: "That is not allowed." };
      return makeAnswer();
    });
    const card = await open(hass);
    await click(card, ".save");
    expect(said(card, "[role=alert]")).toEqual(["That is not allowed."]);
    await click(card, ".back");
    expect(said(card, "[role=alert]")).toEqual([]);
  });
});

describe("the card", () => {
  it("is offered among the cards", () => {
    expect(window.customCards).toContainEqual(
      expect.objectContaining({ type: "shell-ev-sessions", preview: true }),
    );
  });

  it("asks to reload the page where its part is gone", async () => {
    vi.resetModules();
    vi.doMock("../src/sessions/sessions-view", () => {
      throw new Error("404");
    });
    const { ShellEvSessions: Another } = await import("../src/sessions-card");
    customElements.define("another-sessions", Another);
    const reload = vi.spyOn(window.location, "reload").mockImplementation(() => {});
    const card = document.createElement("another-sessions") as ShellEvSessions;
    card.setConfig({ type: "custom:shell-ev-sessions" });
    card.hass = answering() as unknown as Hass;
    document.body.append(card);
    await vi.dynamicImportSettled();
    await settle();
    expect(card.renderRoot.querySelector("[role=alert] p")?.textContent).toContain("reload the page");
    card.renderRoot.querySelector("button")?.click();
    expect(reload).toHaveBeenCalledOnce();
    vi.doUnmock("../src/sessions/sessions-view");
  });

  it("renders nothing before it has what it needs", () => {
    const card = document.createElement("shell-ev-sessions") as ShellEvSessions;
    document.body.append(card);
    expect(card.getCardSize()).toBe(16);
    expect(card.getGridOptions()).toEqual({ columns: "full", min_columns: 6, rows: "auto" });
    expect(card.shadowRoot?.querySelector("ha-card") ?? null).toBeNull();
    expect(ShellEvSessions.getStubConfig()).toEqual({ period: "month", rows: 20 });
  });

  it.each([
    [{ title: 1 }, "title"],
    [{ period: "span" }, "period"],
    [{ rows: 0 }, "rows"],
    [{ rows: 201 }, "rows"],
    [{ rows: 1.5 }, "rows"],
  ])("refuses %o in words", (config, word) => {
    expect(() => checkSessionsConfig(config as unknown as SessionsConfig)).toThrow(word);
  });

  it("has a form with a label for each option", () => {
    const form = ShellEvSessions.getConfigForm() as {
      schema: { name: string; default?: unknown }[];
      computeLabel(item: { name: string }): string | undefined;
    };
    expect(form.schema.map(({ name }) => name)).toEqual(["title", "period", "rows"]);
    expect(form.schema.map((item) => item.default)).toEqual([undefined, "month", 20]);
    for (const item of form.schema) expect(form.computeLabel(item)).toBeTruthy();
    expect(form.computeLabel({ name: "other" })).toBeUndefined();
  });

  it("is small where it is picked or its options are chosen", async () => {
    const sessions = Array.from({ length: 20 }, (_, index) => makeRow({ key: `k${index}` }));
    const hass = answering(({ limit }) => makeAnswer({ count: 30, sessions: sessions.slice(0, limit) }));
    const card = await open(hass);
    expect([all(card, "tr.row").length, said(card, ".more").length]).toEqual([20, 1]);
    card.preview = true;
    await settle();
    expect(all(card, "tr.row")).toHaveLength(3);
    expect(said(card, "select, fieldset, .save, .more")).toEqual([]);
    const picker = document.createElement("hui-card-picker");
    const picked = await open(hass);
    picker.attachShadow({ mode: "open" }).append(picked);
    document.body.append(picker);
    await settle();
    expect(all(picked, "tr.row")).toHaveLength(3);
    expect(said(picked, "select, fieldset, .save, .more")).toEqual([]);
  });

  it("tells of which zone its times are, where it is not the browser's", async () => {
    const hass = answering();
    const card = await open(hass);
    expect(said(card, ".zone")).toEqual(["Times in Europe/Amsterdam"]);
    await give(card, { ...hass, config: { time_zone: "Asia/Calcutta" } });
    expect(said(card, ".zone")).toEqual([]);
  });

  it("begins anew where its options change", async () => {
    const hass = answering();
    const card = await open(hass);
    card.setConfig({ type: "custom:shell-ev-sessions", period: "year" });
    await settle();
    expect(said(card, "h3")).toEqual(["2026"]);
  });
});

describe("the page anew", () => {
  const sessions = Array.from({ length: 45 }, (_, index) => makeRow({ key: `k${index}` }));
  const paged = () =>
    answering(({ offset, limit }) => makeAnswer({ count: 45, sessions: sessions.slice(offset, offset + limit) }));
  const fields = (card: ShellEvSessions) =>
    inside<HTMLInputElement>(card, "shell-ev-receipt", "input").map(({ value }) => value);

  async function leave(hass: ReturnType<typeof answering>): Promise<void> {
    const card = await open(hass);
    await click(card, ".back");
    await choose(card, "select.place", "Dam 1");
    await click(card, ".more");
    all(card, ".opens")[30]?.click();
    await settle();
    const [energy] = inside<HTMLInputElement>(card, "shell-ev-receipt", "input");
    if (energy) energy.value = "12,5";
    energy?.dispatchEvent(new Event("input"));
    await settle();
    card.remove();
  }

  it("goes on with month, place, receipt and what was typed", async () => {
    const hass = paged();
    await leave(hass);
    const again = await open(hass);
    expect(said(again, "h3")).toEqual(["October 2026"]);
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-10-01", places: [DAM.key], limit: 40 });
    expect(all(again, "tr.row")).toHaveLength(40);
    expect(fields(again)[0]).toBe("12,5");
  });

  it.each([
    ["another person", { user: { id: "other", is_admin: false } }, {}],
    ["another card", {}, { title: "Another" }],
  ])("begins with the present for %s", async (_who, own, config) => {
    const hass = paged();
    await leave(hass);
    const again = await open(Object.assign(hass, own), config);
    expect(said(again, "h3")).toEqual(["November 2026"]);
    expect(all(again, "shell-ev-receipt")).toHaveLength(0);
  });

  it("leaves a preview alone, and is left alone by it", async () => {
    const hass = paged();
    await leave(hass);
    const card = await open(hass);
    card.preview = true;
    await settle();
    expect(said(card, "h3")).toEqual(["November 2026"]);
    card.preview = false;
    await settle();
    expect(said(card, "h3")).toEqual(["October 2026"]);
  });

  it.each(["nonsense", "null", "{}", '{"period":{"kind":"month","at":7},"drafts":{},"trail":[]}', '{"period":{"kind":"year","at":null},"drafts":{},"trail":[1]}'])(
    "begins with the present where %s was kept",
    async (kept) => {
      await leave(paged());
      for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, kept);
      expect(said(await open(paged()), "h3")).toEqual(["November 2026"]);
    },
  );

  it("does without where the browser keeps nothing", async () => {
    const none = () => {
      throw new Error("Not allowed");
    };
    vi.stubGlobal("sessionStorage", { getItem: none, setItem: none, clear: () => {} });
    expect(said(await open(paged()), "h3")).toEqual(["November 2026"]);
  });
});
