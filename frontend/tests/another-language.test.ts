import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { OTHERS, speaks } from "../src/localize";
import { ShellEvStrategy } from "../src/strategy";
import type { Hass } from "../src/types";
import { asked, makeHass, oneLine, settle, show } from "./fake";
import { answering, fakeObserver, open } from "./sessions-fake";

let number = 0;
let code: string;
let answer: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  code = `x${String.fromCharCode(97 + number++)}`;
  const texts = { empty: "Nix da.", "view.title": "Laden", "strategy.description": "Alles im Blick.", "sessions.energy": "Saft" };
  const fetched = new Promise<{ default: object }>((resolve) => (answer = () => resolve({ default: texts })));
  OTHERS[`./translations/${code}.json`] = () => fetched as never;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function speaking<Made extends object>(hass: Made): Made {
  return { ...hass, language: code };
}

describe("a page in another language", () => {
  it("shows nothing in English before that is there", async () => {
    const card = await show(speaking(makeHass({ points: {} })));
    expect(oneLine(card.renderRoot.querySelector("ha-card"))).toBe("");
    answer();
    await settle();
    await card.updateComplete;
    expect(oneLine(card.renderRoot.querySelector("ha-card"))).toContain("Nix da.");
  });

  it("keeps the room of what is fetched", async () => {
    const card = await open(speaking(answering()));
    expect(card.renderRoot.querySelector("shell-ev-sessions-view")).toBeNull();
    expect(card.renderRoot.querySelector("ha-card")?.getAttribute("style")).toContain("min-block-size");
    answer();
    await settle();
    await card.updateComplete;
    expect(card.renderRoot.querySelector("shell-ev-sessions-view")).not.toBeNull();
  });

  it.each(["shell_ev/charge_point", "shell_ev/elsewhere"])("has the sentences of %s in that", async (command) => {
    const hass = speaking(makeHass());
    const card = await show(hass);
    answer();
    await settle();
    await card.updateComplete;
    expect(asked(hass, command)).toMatchObject([{ language: code }]);
  });

  it("has the sentences of the sessions in that", async () => {
    fakeObserver();
    const hass = speaking(answering());
    const card = await open(hass);
    answer();
    await settle();
    await card.updateComplete;
    await settle();
    expect(asked(hass, "shell_ev/sessions")).toMatchObject([{ language: code }]);
  });

  it("has a dashboard that is called as in that", async () => {
    const made = ShellEvStrategy.generate({}, speaking(makeHass()) as unknown as Hass);
    answer();
    expect((await made) as { title: string }).toMatchObject({ title: "Laden" });
  });

  it("offers its cards in that once it is there", async () => {
    document.documentElement.lang = code;
    await import("../src/index");
    const there = new Promise<void>((then) => speaks(code, then));
    answer();
    await there;
    const offered = window.customStrategies as { name: string; description: string }[];
    expect(offered.map(({ name }) => name)).toEqual(["Shell EV Charging"]);
    expect(offered.map(({ description }) => description)).toEqual(["Alles im Blick."]);
    document.documentElement.lang = "";
  });
});
