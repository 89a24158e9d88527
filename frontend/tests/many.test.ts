/** Several charge points on a card: their order, which card pays, and how one is found among many. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShellEvCard } from "../src/shell-ev-card";
import type { Details } from "../src/types";
import {
  NOTHING,
  RECEIPT,
  button,
  changed,
  makeHass,
  oneLine,
  row,
  rows,
  settle,
  show,
  update,
  type FakeHass,
  type Setting,
} from "./fake";

const NOON = new Date("2026-11-20T11:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const names = (card: ShellEvCard) => rows(card).map((it) => it.point.name);
const ON = { charging: "on", session_state: "started" };

/** Let each charge point be told of as it is said here. */
function tell(hass: FakeHass, told: Record<string, Partial<Details>>): void {
  hass.callWS.mockImplementation(async (message) => ({
    ...NOTHING,
    ...told[(message as { device_id?: string }).device_id ?? ""],
  }));
}

const MIXED: Setting["points"] = {
  a: { name: "Alpha", states: { availability: "occupied" } },
  b: { name: "Beta" },
  c: { name: "Gamma", states: ON },
  d: { name: "Delta", states: { last_session_end: "2026-11-20T10:50:00Z", availability: "occupied" } },
  e: { name: "Epsilon", states: { availability: "out_of_service" } },
};

describe("the order", () => {
  it("is charging, just charged, available, the rest", async () => {
    const hass = makeHass({ points: MIXED });
    tell(hass, { d: { receipt: RECEIPT } });
    expect(names(await show(hass))).toEqual([
      "Gamma",
      "Delta",
      "Beta",
      "Alpha",
      "Epsilon",
    ]);
  });

  it("is the configured one where there is one", async () => {
    const card = await show(makeHass({ points: MIXED }), { charge_points: ["a", "b", "c"] });
    expect(names(card)).toEqual(["Alpha", "Beta", "Gamma"]);
  });

  it("changes under the finger without taking the focus away", async () => {
    const hass = makeHass({ points: { a: { name: "Alpha" }, b: { name: "Beta" } } });
    const card = await show(hass);
    const pressed = button(card, 1);
    pressed.focus();
    await update(card, changed(hass, "b", ON));
    expect(names(card)).toEqual(["Beta", "Alpha"]);
    expect(button(card, 0)).toBe(pressed);
    expect(row(card).renderRoot.activeElement).toBe(pressed);
  });

  it("stand in the order that people count in, as in Home Assistant's own lists", async () => {
    const numbers = Array.from({ length: 11 }, (_, index) => `Point ${index + 1}`);
    const eleven = Object.fromEntries(numbers.map((name) => [name, { name }]));
    const card = await show(makeHass({ points: eleven }));
    expect(names(card).slice(0, 3)).toEqual(["Point 1", "Point 2", "Point 3"]);
  });

  it("have the one with a receipt on top, though the browser's clock is an hour ahead", async () => {
    const hass = makeHass({
      points: {
        a: { name: "A" },
        z: { name: "Z", states: { availability: "occupied", last_session_end: "2026-11-20T10:56:00Z" } },
      },
    });
    hass.callWS.mockImplementation(async (message) => ({
      ...NOTHING,
      receipt: (message as { device_id?: string }).device_id === "z" ? RECEIPT : null,
    }));
    vi.setSystemTime(new Date(NOON.getTime() + 3600_000));
    expect(names(await show(hass))).toEqual(["Z", "A"]);
  });
});

describe("the card that pays", () => {
  const select = (card: ShellEvCard) => card.renderRoot.querySelector("select");
  const options = (card: ShellEvCard) => [...(select(card)?.options ?? [])].map((it) => oneLine(it));

  function choose(card: ShellEvCard, value: string): void {
    const list = select(card);
    if (!list) throw new Error("There is nothing to choose");
    list.value = value;
    list.dispatchEvent(new Event("change"));
  }

  const COMPANY = { charge_card: { device_id: "a", name: "Company card" } };
  const TWO = { a: "Company card", b: "Private card" };

  it("is no question where there is one", async () => {
    expect(select(await show(makeHass()))).toBeNull();
  });

  it("is chosen once a card, and the usual one is told by its name", async () => {
    const card = await show(makeHass({ cards: TWO, details: COMPANY }));
    expect(oneLine(card.renderRoot.querySelector("label"))).toContain("Pay with");
    expect(options(card)).toEqual(["Company card", "Private card"]);
    expect(row(card).renderRoot.querySelector("select")).toBeNull();
  });

  it("is told in each row where they differ", async () => {
    const hass = makeHass({ points: { x: { name: "X" }, y: { name: "Y" } }, cards: TWO });
    hass.callWS.mockImplementation(async (message) => ({
      ...NOTHING,
      may_use: ["a", "b"],
      charge_card:
        (message as { device_id?: string }).device_id === "x"
          ? COMPANY.charge_card
          : { device_id: "b", name: "Private card" },
    }));
    const card = await show(hass);
    expect(options(card)[0]).toBe("Default");
    expect(oneLine(row(card, 0).renderRoot.querySelector(".facts"))).toContain("Company card");
    expect(oneLine(row(card, 1).renderRoot.querySelector(".facts"))).toContain("Private card");
    choose(card, "b");
    await settle();
    expect(oneLine(row(card, 0).renderRoot.querySelector(".facts"))).toContain("Private card");
  });

  it("pays for what is started then", async () => {
    const hass = makeHass({ cards: TWO, details: COMPANY });
    const card = await show(hass);
    choose(card, "b");
    await settle();
    button(card).click();
    await settle();
    expect(hass.callService.mock.calls[0]).toEqual([
      "shell_ev",
      "start_session",
      { charge_point: "home", charge_card: "b" },
      undefined,
      false,
    ]);
  });

  it("is told in the question", async () => {
    const asked = vi.fn(async (_element: HTMLElement, _params: object) => false);
    window.loadCardHelpers = async () => ({ showConfirmationDialog: asked });
    const card = await show(makeHass({ cards: TWO, details: COMPANY }), { confirm: "always" });
    choose(card, "b");
    await settle();
    button(card).click();
    await settle();
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ text: "The session is paid for with Private card." });
    window.loadCardHelpers = undefined;
  });

  it("does not pay at another account's charge points, nor where the user may not use it", async () => {
    const points = { x: { name: "X" }, y: { name: "Y" } };
    const hass = makeHass({ points, cards: { ...TWO, c: "Other card" }, details: COMPANY });
    hass.devices["y"] = { id: "y", name: "Y", via_device_id: "other" };
    hass.devices["c"] = { id: "c", name: "Other card", via_device_id: "other" };
    const card = await show(hass);
    choose(card, "c");
    await settle();
    button(card, 0).click();
    button(card, 1).click();
    await settle();
    expect(hass.callService.mock.calls.map((call) => call.slice(2, 3))).toEqual([
      [{ charge_point: "x" }],
      [{ charge_point: "y", charge_card: "c" }],
    ]);
  });

  it("is offered of those that the user may use, and not at all where there is none", async () => {
    const cards = { ...TWO, c: "Third card" };
    const card = await show(makeHass({ cards, details: { ...COMPANY, may_use: ["a", "c"] } }));
    expect(options(card)).toEqual(["Company card", "Third card"]);
    expect(select(await show(makeHass({ cards, details: { may_use: [] } })))).toBeNull();
  });

  it("keeps its place until it is known", async () => {
    const hass = makeHass({ cards: TWO });
    hass.callWS.mockReturnValue(new Promise(() => {}));
    const card = await show(hass);
    expect(options(card)[0]).toBe("…");
  });
});

describe("the search", () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`p${index}`, { name: index ? `Dam ${index}` : "Café Zürich" }]),
    );

  function seek(card: ShellEvCard, words: string): void {
    const field = card.renderRoot.querySelector<HTMLInputElement>("input[type=search]");
    if (!field) throw new Error("There is no search");
    field.value = words;
    field.dispatchEvent(new Event("input"));
  }

  it("is there from eight on", async () => {
    const few = await show(makeHass({ points: many(7) }));
    expect(few.renderRoot.querySelector("input")).toBeNull();
    const eight = await show(makeHass({ points: many(8), cards: { a: "A", b: "B" } }));
    expect(eight.renderRoot.querySelector("input")?.getAttribute("aria-label")).toBe("Search charge points");
    expect(eight.renderRoot.querySelector(".tools select")).not.toBeNull();
  });

  it("finds by name, whatever the case and marks", async () => {
    const card = await show(makeHass({ points: many(12) }));
    seek(card, "cafe zur");
    await settle();
    expect(names(card)).toEqual(["Café Zürich"]);
    seek(card, "nowhere");
    await settle();
    expect(oneLine(card.renderRoot.querySelector("[role=status]"))).toBe("No matching charge points.");
    seek(card, "");
    await settle();
    expect(names(card)).toHaveLength(12);
  });

  it("are all shown again when there are too few to be searched", async () => {
    const hass = makeHass({ points: many(8) });
    const card = await show(hass);
    const input = card.renderRoot.querySelector("input");
    if (!input) throw new Error("no search");
    input.value = "Dam 3";
    input.dispatchEvent(new Event("input"));
    await settle();
    expect(rows(card)).toHaveLength(1);
    const entities = Object.fromEntries(Object.entries(hass.entities).filter(([, entry]) => entry?.device_id !== "p7"));
    await update(card, { ...hass, entities });
    // Seven are left: either they are all there, or what hides them can be changed.
    expect(rows(card).length === 7 || card.renderRoot.querySelector("input") !== null).toBe(true);
  });

  it("are found by a name with a space behind it, as phones write it", async () => {
    const card = await show(makeHass({ points: many(8) }));
    const input = card.renderRoot.querySelector("input");
    if (input) input.value = "dam 3 ";
    input?.dispatchEvent(new Event("input"));
    await settle();
    expect(rows(card)).toHaveLength(1);
  });
});
