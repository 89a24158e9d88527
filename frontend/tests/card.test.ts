import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { ShellEvEditor } from "../src/editor";
import { ShellEvCard, checkConfig, entitySuggestion } from "../src/shell-ev-card";
import { ShellEvStrategy } from "../src/strategy";
import type { CardConfig, Hass } from "../src/types";
import { changed, makeHass, rows, settle, show, update } from "./fake";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const TWO = { points: { b: { name: "Beta" }, a: { name: "Alpha" } } };
const names = (card: ShellEvCard) => rows(card).map((it) => it.point.name);

describe("which charge points", () => {
  it("finds all of them without being told, by name", async () => {
    expect(names(await show(makeHass(TWO)))).toEqual(["Alpha", "Beta"]);
  });

  it("shows those that were chosen, in their order", async () => {
    expect(names(await show(makeHass(TWO), { charge_points: ["b", "a", "gone"] }))).toEqual([
      "Beta",
      "Alpha",
    ]);
  });

  it("goes by the name that the user gave", async () => {
    const hass = makeHass();
    hass.devices["home"] = { id: "home", name: "x", name_by_user: "Mine" };
    expect(names(await show(hass))).toEqual(["Mine"]);
  });

  it("says where to add one when there is none", async () => {
    const card = await show(makeHass({ points: {} }));
    expect(card.renderRoot.textContent).toContain("No charge points yet.");
    expect(card.renderRoot.querySelector("a")?.getAttribute("href")).toBe(
      "/config/integrations/integration/shell_ev",
    );
  });

  it("shows one that was added, and follows a change of its options", async () => {
    const card = await show(makeHass());
    const more = makeHass(TWO);
    await update(card, more);
    expect(names(card)).toEqual(["Alpha", "Beta"]);
    card.setConfig({ type: "custom:shell-ev-card", charge_points: ["b"], title: "Title" });
    await settle();
    expect(names(card)).toEqual(["Beta"]);
    expect(card.renderRoot.querySelector("h2")?.textContent).toBe("Title");
  });
});

describe("rendering", () => {
  const points = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}`, {}]));

  /** How often each row renders from now on. */
  function count(card: ShellEvCard): number[] {
    const counts = rows(card).map(() => 0);
    rows(card).forEach((it, index) => {
      const render = (it as unknown as { render(): unknown }).render.bind(it);
      (it as unknown as { render(): unknown }).render = () => {
        counts[index] = (counts[index] ?? 0) + 1;
        return render();
      };
    });
    return counts;
  }

  it("renders the one row that a state belongs to", async () => {
    const hass = makeHass({ points });
    const card = await show(hass);
    const counts = count(card);
    await update(card, changed(hass, "p0", { session_started: "2026-11-20T10:00:00Z" }));
    expect(counts.filter((it) => it > 0)).toEqual([1]);
  });

  it("renders nothing for a state that is not ours", async () => {
    const hass = makeHass({ points });
    const card = await show(hass);
    const counts = count(card);
    const render = vi.spyOn(card as unknown as { render(): unknown }, "render");
    hass.states["sun.sun"] = { entity_id: "sun.sun", state: "up", attributes: {} };
    await update(card, { ...hass, states: { ...hass.states } });
    expect(counts.filter((it) => it > 0)).toEqual([]);
    expect(render).not.toHaveBeenCalled();
  });

  it("renders nothing before it has what it needs", () => {
    const card = document.createElement("shell-ev-card") as ShellEvCard;
    document.body.append(card);
    expect(card.getCardSize()).toBe(2);
    expect(card.shadowRoot?.querySelector("ha-card") ?? null).toBeNull();
  });
});

describe("what Home Assistant asks of a card", () => {
  it("tells its size", async () => {
    const card = await show(makeHass(TWO));
    expect(card.getCardSize()).toBe(3);
    expect(card.getGridOptions()).toEqual({ columns: 12, min_columns: 6, rows: "auto" });
  });

  it("begins with what holds anyway, so that its form shows it", () => {
    const defaults = { confirm: "auto", sessions: 0, compact: false };
    expect(ShellEvCard.getStubConfig()).toEqual(defaults);
  });

  describe("its editor", () => {
    type Form = HTMLElement & Record<"data" | "schema" | "hass", object>;

    async function edit(config: Partial<CardConfig>) {
      const editor = ShellEvCard.getConfigElement() as ShellEvEditor;
      const heard: object[] = [];
      editor.addEventListener("config-changed", (event) => heard.push((event as CustomEvent).detail.config));
      editor.hass = makeHass() as unknown as Hass;
      editor.setConfig({ type: "custom:shell-ev-card", ...config });
      document.body.append(editor);
      await settle();
      const form = editor.renderRoot.querySelector("ha-form") as Form;
      /** As Home Assistant's form does: all that it shows, with what was changed. */
      const change = (value: object) =>
        form.dispatchEvent(
          new CustomEvent("value-changed", { bubbles: true, composed: true, detail: { value: { ...form.data, ...value } } }),
        );
      return { editor, form, heard, change };
    }

    it("shows what holds for each option that was never chosen", async () => {
      const { form, heard } = await edit({ sessions: 3 });
      expect(form.data).toEqual({ type: "custom:shell-ev-card", confirm: "auto", sessions: 3, compact: false });
      expect(form.schema).toHaveLength(5);
      expect(form.hass).toBeTruthy();
      expect(heard).toEqual([]);
    });

    it("writes down what is changed, and nothing that was not chosen", async () => {
      const { heard, change } = await edit({ compact: false });
      change({ title: "Home" });
      expect(heard).toEqual([{ type: "custom:shell-ev-card", title: "Home", compact: false }]);
      change({ confirm: "never" });
      expect(heard[1]).toEqual({ type: "custom:shell-ev-card", confirm: "never", compact: false });
    });

    it("writes down a default that is chosen instead of something else", async () => {
      const { heard, change } = await edit({ confirm: "never" });
      change({ confirm: "auto" });
      expect(heard).toEqual([{ type: "custom:shell-ev-card", confirm: "auto" }]);
    });

    it("refuses what cannot be meant, and shows nothing before it has something to show", async () => {
      const editor = ShellEvCard.getConfigElement() as ShellEvEditor;
      expect(() => editor.setConfig({ sessions: -1 })).toThrow("sessions");
      document.body.append(editor);
      await settle();
      expect(editor.renderRoot.querySelector("ha-form")).toBeNull();
    });
  });

  it.each([
    [{ charge_points: "a" }, "charge_points"],
    [{ confirm: "maybe" }, "confirm"],
    [{ sessions: -1 }, "sessions"],
    [{ sessions: 1.5 }, "sessions"],
    [{ title: 1 }, "title"],
    [{ sessions_path: "//evil.example" }, "sessions_path"],
    [{ sessions_path: 1.5 }, "sessions_path"],
  ])("refuses %o in words", (config, word) => {
    expect(() => checkConfig(config as unknown as CardConfig)).toThrow(word);
  });

  it("has a form with a label for each option", () => {
    const form = ShellEvCard.getConfigForm() as {
      schema: { name: string }[];
      computeLabel(item: { name: string }): string | undefined;
      computeHelper(item: { name: string }): string | undefined;
      assertConfig(config: CardConfig): void;
    };
    expect(form.schema.map((it) => it.name)).toEqual([
      "title",
      "charge_points",
      "confirm",
      "sessions",
      "compact",
    ]);
    for (const item of form.schema) expect(form.computeLabel(item)).toBeTruthy();
    expect(form.computeLabel({ name: "other" })).toBeUndefined();
    expect(form.computeHelper({ name: "charge_points" })).toBe("Leave empty to show all of them.");
    expect(form.computeHelper({ name: "title" })).toBeUndefined();
    expect(() => form.assertConfig({ type: "x" })).not.toThrow();
  });

  it("offers itself for the entities of a charge point, and no others", () => {
    const hass = makeHass() as unknown as Hass;
    expect(entitySuggestion(hass, "switch.home_charging")).toEqual({
      config: { type: "custom:shell-ev-card", charge_points: ["home"] },
    });
    expect(entitySuggestion(hass, "sensor.card_active_sessions")).toBeNull();
    expect(entitySuggestion(hass, "light.kitchen")).toBeNull();
  });

  it("is registered once, however often it is loaded", async () => {
    vi.resetModules();
    await import("../src/index");
    expect(window.customCards).toHaveLength(2);
    expect(window.customStrategies).toHaveLength(1);
  });
});

describe("the dashboard", () => {
  interface View {
    path: string;
    sections: { column_span?: number; cards: Record<string, unknown>[] }[];
  }

  async function views(hass: object): Promise<View[]> {
    return ((await ShellEvStrategy.generate({}, hass as Hass)) as { views: View[] }).views;
  }

  async function sections(hass: object): Promise<Record<string, unknown>[][]> {
    return ((await views(hass))[0]?.sections ?? []).map((it) => it.cards);
  }

  it("has the charge points, the map and the log", async () => {
    const hass = makeHass({ points: { home: { states: { session: "unknown" } } } });
    const made = await sections(hass);
    expect(made.map((cards) => cards[1]?.["type"])).toEqual([
      "custom:shell-ev-card",
      "custom:shell-ev-nearby",
      "logbook",
    ]);
    expect(made[2]?.[1]?.["target"]).toEqual({ entity_id: ["event.home_session"] });
    expect(made[2]?.[1]?.["state_filter"]).toContain("start_failed");
  });

  it("has what was told in the log before an entity was renamed, where that is known", async () => {
    const points = { home: { states: { session: "unknown" } } };
    const target = async (hass: object) => (await sections(hass))[2]?.[1]?.["target"];
    const hass = makeHass({ points, former: ["event.garage"] });
    expect(await target(hass)).toEqual({ entity_id: ["event.home_session", "event.garage"] });
    hass.callWS.mockRejectedValue({ code: "unknown_command" });
    expect(await target(hass)).toEqual({ entity_id: ["event.home_session"] });
  });

  it("says in its heading that sessions are no real ones, where that is known", async () => {
    const heading = async (hass: object) => (await sections(hass))[0]?.[0]?.["heading"];
    const hass = makeHass({ note: " (test environment)" });
    expect(await heading(hass)).toBe("Charging (test environment)");
    hass.callWS.mockRejectedValue({ code: "unknown_command" });
    expect(await heading(hass)).toBe("Charging");
  });

  it("looks back in a view of its own, as wide as there is room", async () => {
    const [, back] = await views(makeHass());
    expect(back?.path).toBe("sessions");
    expect(back?.sections).toEqual([
      { type: "grid", column_span: 3, cards: [{ type: "custom:shell-ev-sessions" }] },
    ]);
  });

  it("has a map with a charge card alone, to add charge points from", async () => {
    const made = await sections(makeHass({ points: {} }));
    expect(made.map((cards) => cards[1]?.["type"])).toEqual(["custom:shell-ev-card", "custom:shell-ev-nearby"]);
  });

  it("leaves out what there is nothing for", async () => {
    const made = await sections(makeHass({ points: {}, cards: {} }));
    expect(made).toHaveLength(1);
  });
});
