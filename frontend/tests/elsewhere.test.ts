import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Elsewhere } from "../src/types";
import type { ShellEvCard } from "../src/shell-ev-card";
import { asked, changed, makeHass, oneLine, settle, show, update } from "./fake";

const AWAY: Elsewhere = {
  account: "entry",
  key: "k",
  session_id: "s",
  card: { device_id: "card", name: "Company card" },
  place: "Fastned Den Ruygen Hoek",
  evse_id: "NL*FAS*E1",
  state: "started",
  since: 754,
  stop_guard: null,
  may_stop: true,
  may_add: true,
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-20T11:00:00Z") });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function away(card: ShellEvCard): HTMLElement & { renderRoot: ShadowRoot } {
  const found = card.renderRoot.querySelector("shell-ev-elsewhere");
  if (!found) throw new Error("There is nothing for what is elsewhere");
  return found as HTMLElement & { renderRoot: ShadowRoot };
}

const row = (card: ShellEvCard) => away(card).renderRoot.querySelector("section");
const press = (card: ShellEvCard, kind: string) =>
  away(card).renderRoot.querySelector<HTMLButtonElement>(`button.${kind}`);

describe("a session elsewhere", () => {
  it("stands on top with its place, its time and its card", async () => {
    const card = await show(makeHass({ elsewhere: [AWAY] }));
    expect(oneLine(row(card))).toContain("Fastned Den Ruygen Hoek Charging12 minCompany card Add Stop");
    expect(row(card)?.textContent).not.toContain("NL*FAS");
    expect(row(card)?.getAttribute("aria-label")).toBe("Fastned Den Ruygen Hoek");
    const rows = [...card.renderRoot.querySelectorAll("shell-ev-elsewhere, shell-ev-charge-point")];
    expect(rows[0]?.localName).toBe("shell-ev-elsewhere");
  });

  it("is read again each minute while it is there", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    await show(hass);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(2);
  });

  it("is not there where there is none, nor on a card for certain charge points", async () => {
    expect(away(await show(makeHass())).hidden).toBe(true);
    const certain = await show(makeHass({ elsewhere: [AWAY] }), { charge_points: ["home"] });
    expect(certain.renderRoot.querySelector("shell-ev-elsewhere")).toBeNull();
    const cardless = await show(makeHass({ cards: {} }));
    expect(cardless.renderRoot.querySelector("shell-ev-elsewhere")).toBeNull();
  });

  it("says nothing where it cannot be read, or is told nothing about its time", async () => {
    const hass = makeHass();
    hass.callWS.mockRejectedValue({ code: "unknown_command" });
    expect(away(await show(hass)).hidden).toBe(true);
    const timeless = await show(makeHass({ elsewhere: [{ ...AWAY, since: null, state: "start_requested" }] }));
    expect(oneLine(row(timeless))).toContain("Starting");
  });

  it("keeps room for those that the states tell of until they are known", async () => {
    const hass = makeHass();
    hass.states["sensor.card_active_sessions"] = {
      entity_id: "sensor.card_active_sessions",
      state: "2",
      attributes: {},
    };
    hass.callWS.mockReturnValue(new Promise(() => {}));
    const charging = changed(hass, "home", { charging: "on" });
    const card = await show(charging);
    expect(away(card).hidden).toBe(false);
    expect(away(card).renderRoot.querySelectorAll(".row.away")).toHaveLength(1);
  });

  it("is asked about when a card's session turns, and when the connection is back", async () => {
    const hass = makeHass({ elsewhere: [] });
    const card = await show(hass);
    const turned = { ...hass, states: { ...hass.states } };
    turned.states["sensor.card_session_state"] = {
      entity_id: "sensor.card_session_state",
      state: "started",
      attributes: {},
    };
    await update(card, turned);
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(2);
    await update(card, { ...turned, connected: false });
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(2);
    await update(card, { ...turned, connected: true });
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(3);
    card.remove();
    document.body.append(card);
    await settle();
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(4);
  });

  it("does not put an older answer over a newer one", async () => {
    const hass = makeHass();
    const answers: ((value: unknown) => void)[] = [];
    hass.callWS.mockImplementation(
      (message) =>
        new Promise((resolve) => {
          if ((message as { type: string }).type === "shell_ev/elsewhere") answers.push(resolve);
        }),
    );
    const card = await show(hass);
    card.remove();
    document.body.append(card);
    await settle();
    answers[1]?.({ sessions: [AWAY] });
    await settle();
    answers[0]?.({ sessions: [] });
    await settle();
    expect(row(card)).not.toBeNull();
  });
});

describe("what can be done about it", () => {
  it("is stopped by its session and account", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    let finish = () => {};
    hass.callService.mockReturnValueOnce(new Promise<void>((resolve) => (finish = resolve)));
    const card = await show(hass);
    expect(press(card, "stop")?.getAttribute("aria-label")).toBe(
      "Stop charging at Fastned Den Ruygen Hoek",
    );
    press(card, "stop")?.click();
    press(card, "stop")?.click();
    await settle();
    expect(hass.callService.mock.calls).toEqual([
      ["shell_ev", "stop_session", { session_id: "s", account: "entry" }, undefined, false],
    ]);
    expect(oneLine(press(card, "stop"))).toBe("Stopping");
    press(card, "stop")?.click();
    hass.callWS.mockResolvedValue({ sessions: [] });
    finish();
    await settle();
    expect(away(card).hidden).toBe(true);
  });

  it("waits for the guard time, as a ring", async () => {
    const hass = makeHass({ elsewhere: [{ ...AWAY, stop_guard: 2 }] });
    const card = await show(hass);
    expect(oneLine(press(card, "stop")?.querySelector(".unseen"))).toBe("Wait 2 seconds");
    press(card, "stop")?.click();
    expect(hass.callService).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(oneLine(press(card, "stop"))).toBe("Stop");
  });

  it("shows a stop that somebody else gave, and looks whether it is done", async () => {
    const hass = makeHass({ elsewhere: [{ ...AWAY, state: "stop_requested" }] });
    const card = await show(hass);
    expect(oneLine(press(card, "stop"))).toBe("Stopping");
    expect(press(card, "stop")?.getAttribute("aria-busy")).toBe("true");
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(2);
  });

  it("is added with all that is known", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    const card = await show(hass);
    press(card, "start")?.click();
    await settle();
    expect(asked(hass, "shell_ev/add_charge_point")).toEqual([
      { type: "shell_ev/add_charge_point", account: "entry", evse_id: "NL*FAS*E1" },
    ]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(2);
  });

  it("is being added until its account is loaded anew with it, also where the dashboard is built anew", async () => {
    const sessions = [AWAY];
    const hass = makeHass({ elsewhere: sessions });
    const card = await show(hass);
    press(card, "start")?.click();
    await settle();
    expect(oneLine(press(card, "start"))).toBe("Adding");
    sessions.pop();
    const gone = { ...hass, states: { ...hass.states } };
    const id = "sensor.card_active_sessions";
    gone.states[id] = { entity_id: id, state: "unavailable", attributes: {} };
    await update(card, gone);
    expect(oneLine(press(card, "start"))).toBe("Adding");
    card.remove();
    const anew = await show(gone);
    expect(oneLine(press(anew, "start"))).toBe("Adding");
    expect(press(anew, "stop")?.getAttribute("aria-disabled")).toBe("true");
    await update(anew, hass);
    expect(away(anew).hidden).toBe(true);
  });

  it("goes on counting while its account is away, but not for ever", async () => {
    const sessions = [{ ...AWAY, since: 10 }];
    const hass = makeHass({ elsewhere: sessions });
    const card = await show(hass);
    await vi.advanceTimersByTimeAsync(5000);
    expect(oneLine(row(card))).toContain("15 sec");
    expect(asked(hass, "shell_ev/elsewhere")).toHaveLength(1);
    sessions.pop();
    const gone = { ...hass, states: { ...hass.states } };
    const id = "sensor.card_active_sessions";
    gone.states[id] = { entity_id: id, state: "unavailable", attributes: {} };
    await update(card, gone);
    await vi.advanceTimersByTimeAsync(2000);
    expect(oneLine(row(card))).toContain("Connection lost17 sec");
    await vi.advanceTimersByTimeAsync(130_000);
    expect(away(card).hidden).toBe(true);
  });

  it("shows that it is being added", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    const card = await show(hass);
    hass.callWS.mockReturnValue(new Promise(() => {}));
    press(card, "start")?.click();
    await settle();
    expect(oneLine(press(card, "start"))).toBe("Adding");
    expect(press(card, "start")?.getAttribute("aria-disabled")).toBe("true");
  });

  it("offers what the user may do", async () => {
    const card = await show(makeHass({ elsewhere: [{ ...AWAY, may_add: false, may_stop: false }] }));
    expect(away(card).renderRoot.querySelector("button")).toBeNull();
  });

  it("says in a sentence why it did not work, until that is put away", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    hass.callService.mockRejectedValueOnce({ message: "Shell is away" });
    const card = await show(hass);
    press(card, "stop")?.click();
    await settle();
    const error = away(card).renderRoot.querySelector("[role=alert]");
    expect(oneLine(error)).toBe("Shell is away");
    expect(oneLine(press(card, "stop"))).toBe("Stop");
    error?.querySelector<HTMLButtonElement>("button.close")?.click();
    await settle();
    expect(away(card).renderRoot.querySelector("[role=alert]")).toBeNull();
  });
});

describe("when something is wrong", () => {
  const alert = (card: ShellEvCard) => away(card).renderRoot.querySelector("[role=alert]");

  async function refused(reason: object): Promise<ShellEvCard> {
    const hass = makeHass({ elsewhere: [AWAY] });
    hass.callService.mockRejectedValueOnce(reason);
    const card = await show(hass);
    press(card, "stop")?.click();
    await settle();
    return card;
  }

  it("stays, with its stop, where looking again fails once", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    const card = await show(hass);
    expect(press(card, "stop")).not.toBeNull();
    const usual = hass.callWS.getMockImplementation();
    hass.callWS.mockImplementation(async (message) => {
      if ((message as { type: string }).type === "shell_ev/elsewhere") throw { code: "timeout", message: "slow" };
      return usual?.(message);
    });
    await vi.advanceTimersByTimeAsync(61_000);
    if (usual) hass.callWS.mockImplementation(usual);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(asked(hass, "shell_ev/elsewhere").length).toBeGreaterThan(1);
    expect(press(card, "stop")).not.toBeNull();
  });

  it("tells the error no longer than ten minutes", async () => {
    const card = await refused({ message: "Shell is away" });
    expect(oneLine(alert(card))).toBe("Shell is away");
    await vi.advanceTimersByTimeAsync(11 * 60_000);
    expect(alert(card)).toBeNull();
  });

  it("tells the RequestId of what Shell refused", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    hass.loadBackendTranslation.mockResolvedValue(
      (_key, values) => `Shell did not answer. RequestId ${values?.["reference"]}`,
    );
    hass.callService.mockRejectedValueOnce({
      message: "x",
      translation_domain: "shell_ev",
      translation_key: "x",
      translation_placeholders: { reference: "0b1c-r" },
    });
    const card = await show(hass);
    press(card, "stop")?.click();
    await settle();
    expect(oneLine(alert(card))).toContain("Shell did not answer.");
    expect(oneLine(alert(card))).toContain("0b1c-r");
  });

  it("tells why it was not stopped, also who did not ask for it, until that is put away", async () => {
    const told = { text: "Out of service", reference: "RequestId 0b1c-f", ago: 60 };
    const hass = makeHass({ elsewhere: [{ ...AWAY, key: "f", state: "failed_to_stop", error: told }] });
    const card = await show(hass);
    expect(oneLine(row(card))).toContain("Charging");
    expect(oneLine(alert(card))).toContain("Out of service");
    expect(oneLine(alert(card))).toContain("0b1c-f");
    alert(card)?.querySelector<HTMLButtonElement>("button.close")?.click();
    await settle();
    expect(alert(card)).toBeNull();
    card.remove();
    expect(alert(await show(hass))).toBeNull();
  });

  it("tells it in one set of words to who stopped it", async () => {
    const hass = makeHass({ elsewhere: [{ ...AWAY, key: "w" }] });
    hass.loadBackendTranslation.mockResolvedValue((_key, values) => `Not stopped. ${values?.["reference"]}`);
    const card = await show(hass);
    const told = { text: "Out of service", reference: "RequestId 0b1c-w", ago: 1 };
    const usual = hass.callWS.getMockImplementation();
    hass.callWS.mockImplementation(async (message) =>
      (message as { type: string }).type === "shell_ev/elsewhere"
        ? { sessions: [{ ...AWAY, key: "w", state: "failed_to_stop", error: told }] }
        : usual?.(message),
    );
    hass.callService.mockRejectedValueOnce({
      message: "x",
      translation_domain: "shell_ev",
      translation_key: "stop_failed",
      translation_placeholders: { reference: "RequestId 0b1c-w" },
    });
    press(card, "stop")?.click();
    await settle();
    expect(away(card).renderRoot.querySelectorAll("[role=alert]")).toHaveLength(1);
    expect(oneLine(alert(card))).toContain("Out of service");
    alert(card)?.querySelector<HTMLButtonElement>("button.close")?.click();
    await settle();
    expect(alert(card)).toBeNull();
  });

  it("leaves the keyboard where it was when its error is put away", async () => {
    const card = await refused({ message: "Shell is away" });
    const close = alert(card)?.querySelector<HTMLButtonElement>("button.close");
    close?.focus();
    close?.click();
    await settle();
    expect(away(card).renderRoot.activeElement).not.toBeNull();
  });

  it("can be stopped while it is being added, or says that it cannot", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    const usual = hass.callWS.getMockImplementation();
    hass.callWS.mockImplementation((message) =>
      (message as { type: string }).type === "shell_ev/add_charge_point"
        ? new Promise(() => {})
        : (usual?.(message) as Promise<unknown>),
    );
    const card = await show(hass);
    press(card, "start")?.click();
    await settle();
    const stop = press(card, "stop");
    const offered = stop?.getAttribute("aria-disabled") !== "true";
    stop?.click();
    await settle();
    expect(hass.callService).toHaveBeenCalledTimes(offered ? 1 : 0);
  });

  it("offers nothing and says so while the connection is lost, as the rows of one's own do", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    const card = await show(hass);
    await update(card, { ...hass, connected: false });
    expect(press(card, "stop")?.getAttribute("aria-disabled")).toBe("true");
    expect(oneLine(away(card).renderRoot.querySelector("section"))).toContain("Connection lost");
  });

  it("is there, too, where its card's count of sessions is switched off", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    delete hass.entities["sensor.card_active_sessions"];
    const card = await show(hass);
    expect(card.renderRoot.querySelector("shell-ev-elsewhere")).not.toBeNull();
  });

  it("claims nothing of what was out when the connection was lost", async () => {
    const card = await refused({ type: "result", success: false, error: { code: 3, message: "Connection lost" } });
    expect(alert(card)).toBeNull();
    expect(oneLine(press(card, "stop"))).toBe("Stop");
    expect(alert(await refused({ message: "Connection to Shell lost" }))).not.toBeNull();
  });

  it("is read again where there must be something", async () => {
    const hass = makeHass({ elsewhere: [AWAY] });
    hass.states["sensor.card_active_sessions"] = { entity_id: "sensor.card_active_sessions", state: "1", attributes: {} };
    const usual = hass.callWS.getMockImplementation();
    hass.callWS.mockRejectedValue({ code: "timeout" });
    const card = await show(hass);
    expect(row(card)).toBeNull();
    if (usual) hass.callWS.mockImplementation(usual);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(row(card)).not.toBeNull();
  });

  it("is called by its EVSE ID where Shell does not say where it is", async () => {
    const card = await show(makeHass({ elsewhere: [{ ...AWAY, place: null }] }));
    expect(row(card)?.getAttribute("aria-label")).toBe("NL*FAS*E1");
  });
});
