/** Nothing slides under the finger: rows stay while a person is at them, and what has moved takes no press. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShellEvCard } from "../src/shell-ev-card";
import type { Elsewhere } from "../src/types";
import { button, changed, makeHass, row, rows, settle, show, update } from "./fake";

const ON = { charging: "on", session_state: "started" };
const TWO = { a: { name: "Alpha" }, b: { name: "Beta" } };
const names = (card: ShellEvCard) => rows(card).map(({ point }) => point.name);
const page = (card: ShellEvCard) => card.renderRoot.querySelector("ha-card") as HTMLElement;
const pointer = (card: ShellEvCard, type: string) => page(card).dispatchEvent(new Event(type));
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

/** What a browser would measure; the browser of these tests measures nothing. */
const sizes = new Map<Element, { top?: number; height?: number; width?: number }>();
let resized: () => void = () => {};
const watched = new Set<Element>();

class Sizes {
  constructor(callback: () => void) {
    resized = callback;
  }
  observe = (part: Element) => watched.add(part);
  unobserve = (part: Element) => watched.delete(part);
  disconnect = () => watched.clear();
}

const animate = vi.fn(function (this: Element, _frames: object[], _options: object) {});
let quiet = false;

function measured(property: string, of: "top" | "height" | "width") {
  vi.spyOn(HTMLElement.prototype, property as "offsetTop", "get").mockImplementation(function (this: HTMLElement) {
    return sizes.get(this)?.[of] ?? 0;
  });
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-20T11:00:00Z") });
  vi.stubGlobal("ResizeObserver", Sizes);
  vi.stubGlobal("matchMedia", () => ({ matches: quiet }));
  measured("offsetTop", "top");
  measured("offsetHeight", "height");
  measured("offsetWidth", "width");
  Object.assign(HTMLElement.prototype, { animate });
  quiet = false;
});

afterEach(() => {
  document.body.replaceChildren();
  Reflect.deleteProperty(HTMLElement.prototype, "animate");
  animate.mockClear();
  sizes.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the order", () => {
  it("stays for ten seconds after a press, so that a second one hits the same charge point", async () => {
    const hass = makeHass({ points: TWO });
    const card = await show(hass);
    button(card, 1).click();
    await settle();
    const on = changed(hass, "b", ON);
    await update(card, on);
    await pass(5);
    expect(names(card)).toEqual(["Alpha", "Beta"]);
    await pass(6);
    expect(names(card)).toEqual(["Beta", "Alpha"]);
    card.remove();
    await settle();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stays while the pointer is over the card, and settles when it has gone", async () => {
    const hass = makeHass({ points: TWO });
    const card = await show(hass);
    pointer(card, "pointerenter");
    await update(card, changed(hass, "b", ON));
    await pass(60);
    expect(names(card)).toEqual(["Alpha", "Beta"]);
    pointer(card, "pointerleave");
    await pass(9);
    expect(names(card)).toEqual(["Alpha", "Beta"]);
    await pass(2);
    expect(names(card)).toEqual(["Beta", "Alpha"]);
  });

  it("is another at once where nobody is at it, and leaves no timer behind", async () => {
    const hass = makeHass({ points: TWO });
    const card = await show(hass);
    await update(card, changed(hass, "b", ON));
    expect(names(card)).toEqual(["Beta", "Alpha"]);
    page(card).dispatchEvent(new Event("pointerdown"));
    await update(card, hass);
    expect(names(card)).toEqual(["Beta", "Alpha"]);
    card.remove();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has what charges first and anything else last where it is new meanwhile", async () => {
    const more = { ...TWO, c: { name: "Aachen", states: ON }, d: { name: "Aalborg" } };
    const full = makeHass({ points: more });
    const some = { ...full, entities: { ...full.entities } };
    for (const [id, entry] of Object.entries(full.entities))
      if (entry?.device_id === "c" || entry?.device_id === "d") delete some.entities[id];
    const card = await show(some);
    page(card).dispatchEvent(new Event("pointerdown"));
    await update(card, full);
    expect(names(card)).toEqual(["Aachen", "Alpha", "Beta", "Aalborg"]);
  });

  it("stays while an account is loaded anew, as the large figures of what charges do", async () => {
    const hass = makeHass({ points: { a: { name: "Alpha" }, b: { name: "Beta", states: ON } } });
    const card = await show(hass);
    const hero = () => row(card).renderRoot.querySelector(".hero");
    expect(hero()).not.toBeNull();
    await update(card, changed(changed(hass, "a", { charging: "unavailable" }), "b", { charging: "unavailable" }));
    expect(names(card)).toEqual(["Beta", "Alpha"]);
    expect(hero()?.textContent).toContain("Charging");
    expect(button(card).getAttribute("aria-disabled")).toBe("true");
    await pass(10);
    expect(hero()?.textContent).toContain("Connection lost");
    await update(card, hass);
    expect(names(card)).toEqual(["Beta", "Alpha"]);
  });
});

/** Put the rows one below the other, so high each. */
function lay(card: ShellEvCard, ...heights: number[]): void {
  let top = 0;
  rows(card).forEach((each, index) => {
    sizes.set(each, { top });
    top += heights[index] ?? 56;
  });
  sizes.set(card, { height: top, width: 344 });
}

/** As a finger or a mouse does it; a key's click has no number. */
function tap(pressed: HTMLElement): void {
  pressed.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, detail: 1 }));
}

describe("what moves", () => {
  async function shown(): Promise<[ShellEvCard, ReturnType<typeof makeHass>]> {
    const hass = makeHass({ points: TWO });
    const card = await show(hass);
    lay(card);
    resized();
    await pass(2);
    animate.mockClear();
    return [card, hass];
  }

  it("takes no press for a moment, whatever it was that pushed it", async () => {
    const [card, hass] = await shown();
    lay(card, 170);
    resized();
    tap(button(card, 1));
    await settle();
    expect(hass.callService).not.toHaveBeenCalled();
    await pass(1);
    tap(button(card, 1));
    await settle();
    expect(hass.callService.mock.calls.map((call) => call.slice(2, 3))).toEqual([[{ charge_point: "b" }]]);
  });

  it("can be pressed with a key, and what stayed where it was with a finger", async () => {
    const [card, hass] = await shown();
    lay(card, 170);
    resized();
    tap(button(card, 0));
    button(card, 1).click();
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(2);
  });

  it("glides, and what is below the card moves along slowly", async () => {
    const [card] = await shown();
    lay(card, 170);
    resized();
    expect(animate.mock.contexts).toEqual([rows(card)[1], card]);
    const [[frames], [below, { duration }]] = animate.mock.calls as [[object[]], [object[], { duration: number }]];
    expect(frames[0]).toEqual({ transform: "translateY(-114px)" });
    expect(below[0]).toMatchObject({ marginBlockEnd: "-114px" });
    // Below three pixels in each of thirty pictures a second no browser counts a shift.
    expect((114 / duration) * 1000).toBeLessThan(3 * 30);
    // Nor does it where a row glides already when something else moves.
    expect(animate.mock.calls[0]?.[1]).toEqual({ duration, composite: "add" });
    lay(card);
    resized();
    expect(animate.mock.calls.at(-1)?.[0]?.[0]).toEqual({ marginBlockEnd: "114px" });
  });

  it("is there at once after a press, in another width, and for who wants no motion", async () => {
    const [card] = await shown();
    page(card).dispatchEvent(new Event("pointerdown"));
    lay(card, 170);
    resized();
    await pass(2);
    sizes.set(card, { height: 300, width: 1280 });
    resized();
    quiet = true;
    lay(card, 90);
    sizes.set(card, { height: 200, width: 1280 });
    resized();
    expect(animate).not.toHaveBeenCalled();
  });

  it("is measured from what moves with it, so that nothing seems to move where that has come to rest", async () => {
    const card = await show(makeHass());
    const away = card.renderRoot.querySelector("shell-ev-elsewhere") as Element;
    expect(getComputedStyle(away).position).toBe("relative");
  });

  it("is watched as long as the card is there", async () => {
    const away = { account: "a", key: "k", session_id: "s", place: "Dam 1", state: "started", since: 60 };
    const elsewhere = [{ ...away, card: { device_id: "card", name: "Card" }, may_stop: true } as Elsewhere];
    const hass = makeHass({ points: TWO, elsewhere });
    const card = await show(hass);
    resized();
    const section = card.renderRoot.querySelector("shell-ev-elsewhere")?.shadowRoot?.querySelector("section");
    expect(watched).toContain(section);
    const [, last] = rows(card);
    const entities = Object.fromEntries(Object.entries(hass.entities).filter(([, it]) => it?.device_id !== "b"));
    await update(card, { ...hass, entities });
    expect(watched).not.toContain(last);
    card.remove();
    expect(watched.size).toBe(0);
  });
});
