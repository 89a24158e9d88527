import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Answer } from "../src/sessions/types";
import type { Hass } from "../src/types";
import { changed, settle } from "./fake";
import {
  DAM,
  HOME,
  TOTALS,
  all,
  answering,
  asked,
  click,
  fakeObserver,
  give,
  inside,
  makeAnswer,
  makeRow,
  one,
  open,
  said,
  see,
  tell,
  type SessionsHass,
  view,
  watched,
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

describe("when it reads", () => {
  it("reads again at once when a session changes, once for what comes together", async () => {
    const hass = answering();
    const card = await open(hass);
    expect(hass.connection.subscribeMessage.mock.calls.map(([, message]) => message)).toEqual([
      { type: "shell_ev/subscribe_sessions" },
    ]);
    void tell(hass);
    await tell(hass);
    expect(asked(hass)).toHaveLength(2);
    expect(all(card, "tr.row")).toHaveLength(1);
  });

  it("reads every ten seconds while a meter goes on", async () => {
    const hass = answering();
    await open(hass);
    for (let second = 0; second < 60; second++) {
      for (const callback of hass.connection.listening) callback();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(asked(hass).length).toBeGreaterThanOrEqual(7);
    expect(asked(hass).length).toBeLessThanOrEqual(8);
    await vi.advanceTimersByTimeAsync(60_000);
    const before = asked(hass).length;
    await tell(hass);
    expect(asked(hass)).toHaveLength(before + 1);
  });

  it("renders nothing for states", async () => {
    const hass = answering();
    const card = await open(hass);
    const render = vi.spyOn(view(card) as unknown as { render(): unknown }, "render");
    await give(card, changed(hass, "home", { price: "0.5", session_state: "started" }) as SessionsHass);
    expect(asked(hass)).toHaveLength(1);
    expect(render).not.toHaveBeenCalled();
  });

  it("listens again after the connection was lost, to one thing once", async () => {
    const hass = answering();
    const card = await open(hass);
    hass.connection.drop();
    await give(card, { ...hass, connected: false });
    await give(card, { ...hass, connected: true });
    expect(hass.connection.listening.size).toBe(1);
    expect(asked(hass)).toHaveLength(2);
    await tell(hass);
    expect(asked(hass)).toHaveLength(3);
  });

  it("does not listen on where it was removed before it was heard", async () => {
    const hass = answering();
    let answered: () => void = () => {};
    const stop = vi.fn(async () => undefined);
    hass.connection.subscribeMessage.mockImplementation(
      () => new Promise((resolve) => (answered = () => resolve(stop))),
    );
    const card = await open(hass);
    card.remove();
    answered();
    await settle();
    expect(stop).toHaveBeenCalledOnce();
    expect(asked(hass)).toHaveLength(1);
  });

  it("listens once Home Assistant has started, where it was too early", async () => {
    let started = false;
    const hass = answering(() => {
      if (!started) throw { message: "Unknown command." };
      return makeAnswer();
    });
    hass.connection.refuses = true;
    const card = await open(hass);
    expect(said(card, "[role=alert] p")).toEqual(["Unknown command."]);
    started = true;
    hass.connection.refuses = false;
    await give(card, { ...hass, config: { ...hass.config } });
    expect(hass.connection.listening.size).toBe(1);
    expect(said(card, "[role=alert]")).toEqual([]);
    expect(all(card, "tr.row")).toHaveLength(1);
  });

  it("keeps what is shown while it reads", async () => {
    let answer: (answer: Answer) => void = () => {};
    let held = false;
    const hass = answering(() => (held ? new Promise((resolve) => (answer = resolve)) : makeAnswer()));
    const card = await open(hass);
    held = true;
    await click(card, ".back");
    expect(said(card, "h3")).toEqual(["October 2026"]);
    expect(all(card, "tr.row")).toHaveLength(1);
    expect(one(card, ".content").className).toContain("old");
    expect(inside(card, "shell-ev-bars", ".column")).toHaveLength(30);
    expect(said(card, "[role=status]")).toEqual(["Loading sessions"]);
    answer(nothingHere());
    await settle();
    expect(all(card, "tr.row")).toHaveLength(0);
    expect(one(card, ".content").className).not.toContain("old");
  });

  it("hears no older answer after a newer one", async () => {
    const waiting: ((answer: Answer) => void)[] = [];
    const hass = answering(() => new Promise((resolve) => waiting.push(resolve)));
    const card = await open(hass);
    waiting[0]?.(makeAnswer());
    await settle();
    await click(card, ".back");
    await click(card, ".back");
    waiting[2]?.(makeAnswer({ sessions: [makeRow({ place: DAM })] }));
    await settle();
    waiting[1]?.(makeAnswer({ sessions: [makeRow({ place: HOME })] }));
    await settle();
    expect(said(card, "td.place")).toEqual(["Dam 1"]);
  });

  it("hears no older error after a newer answer", async () => {
    const waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
    const hass = answering(() => new Promise((resolve, reject) => waiting.push({ resolve, reject })));
    const card = await open(hass);
    await tell(hass);
    waiting[1]?.resolve(makeAnswer());
    waiting[0]?.reject({ message: "Too late." });
    await settle();
    expect(said(card, "[role=alert]")).toEqual([]);
  });

  it("asks nothing while there is no connection, and reads when it is back", async () => {
    const hass = answering();
    const card = await open(hass);
    await give(card, { ...hass, connected: false });
    await click(card, ".back");
    expect(asked(hass)).toHaveLength(1);
    await give(card, { ...hass, connected: true });
    expect(asked(hass)).toHaveLength(2);
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-10-01" });
  });

  it("tells of no error where the connection was lost meanwhile", async () => {
    let fail: (error: unknown) => void = () => {};
    let held = false;
    const hass = answering(() => (held ? new Promise((_, reject) => (fail = reject)) : makeAnswer()));
    const card = await open(hass);
    held = true;
    await click(card, ".back");
    await give(card, { ...hass, connected: false });
    fail({ code: 3 });
    await settle();
    expect(said(card, "[role=alert]")).toEqual([]);
    held = false;
    await give(card, hass);
    expect(one(card, ".content").className).not.toContain("old");
  });

  it("asks nothing while nobody looks", async () => {
    const hass = answering();
    await open(hass);
    see(false);
    await settle();
    expect(hass.connection.listening.size).toBe(0);
    expect(asked(hass)).toHaveLength(1);
    see(true);
    await settle();
    expect(asked(hass)).toHaveLength(2);
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(asked(hass)).toHaveLength(2);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    expect(asked(hass)).toHaveLength(3);
  });

  it("goes on to the next month when it begins", async () => {
    vi.setSystemTime(new Date("2026-11-30T22:58:00Z"));
    let today = "2026-11-30";
    const hass = answering(() => makeAnswer({ today }));
    const card = await open(hass);
    today = "2026-12-01";
    await vi.advanceTimersByTimeAsync(3 * 60_000);
    expect(said(card, "h3")).toEqual(["December 2026"]);
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-12-01", to: "2027-01-01" });
  });

  it("goes by Home Assistant's day, though the browser's clock is another", async () => {
    const hass = answering(() => makeAnswer({ today: "2026-03-05" }));
    const card = await open(hass);
    expect(said(card, "h3")).toEqual(["March 2026"]);
    expect(asked(hass).at(-1)).toMatchObject({ from: "2026-03-01" });
  });

  it("leaves no timer, no listener and no request behind", async () => {
    const added = vi.spyOn(document, "addEventListener");
    const removed = vi.spyOn(document, "removeEventListener");
    const hass = answering();
    const before = vi.getTimerCount();
    const card = await open(hass);
    for (const callback of hass.connection.listening) callback();
    card.remove();
    await Promise.resolve();
    await Promise.resolve();
    expect(hass.connection.listening.size).toBe(0);
    expect(vi.getTimerCount()).toBe(before);
    expect(watched()).toBe(0);
    const ours = (calls: unknown[][]) => calls.filter(([name]) => name === "visibilitychange").length;
    expect(ours(removed.mock.calls)).toBe(ours(added.mock.calls));
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(asked(hass)).toHaveLength(1);
    // Home Assistant may go on telling a card that it has put aside.
    card.hass = { ...hass, language: "en-GB" } as unknown as Hass;
    await card.updateComplete;
    await view(card).updateComplete;
    expect(vi.getTimerCount()).toBe(before);
    document.body.append(card);
    await settle();
    expect(asked(hass)).toHaveLength(2);
  });
});
