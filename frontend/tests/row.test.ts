import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  NOTHING,
  RUNNING,
  RECEIPT,
  asked as askedOf,
  button,
  changed,
  find,
  isBlocked,
  label,
  makeHass,
  row,
  settle,
  show,
  shown,
  update,
} from "./fake";

const NOON = new Date("2026-11-20T11:00:00Z");
const ID = "123e4567-e89b-12d3-a456-426614174000";

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});

afterEach(() => {
  document.body.replaceChildren();
  window.loadCardHelpers = undefined;
  vi.useRealTimers();
});

/** A service call that is answered when the test says so. */
function held(hass: ReturnType<typeof makeHass>) {
  let finish!: (value?: unknown) => void;
  let refuse!: (error: unknown) => void;
  hass.callService.mockImplementationOnce(
    () => new Promise((resolve, reject) => ((finish = resolve), (refuse = reject))),
  );
  return { finish: () => finish(), refuse: (error: unknown) => refuse(error) };
}

describe("what is shown", () => {
  it("tells name, availability and price while nothing runs", async () => {
    const card = await show(makeHass({ points: { home: { name: "Home" } } }));
    expect(shown(card)).toBe("Home available€0.31/kWh Start");
  });

  it("tells the session state where availability is not known", async () => {
    const card = await show(makeHass({ points: { home: { states: { availability: "unknown" } } } }));
    expect(shown(card)).toContain("idle");
  });

  it("says that the connection is lost, and offers nothing", async () => {
    const hass = makeHass({ points: { home: { states: { charging: "unavailable" } } } });
    const card = await show(hass);
    expect(shown(card)).toContain("Connection lost");
    expect(isBlocked(card)).toBe(true);
    const offline = await show({ ...makeHass(), connected: false });
    expect(shown(offline)).toContain("Connection lost");
  });

  it("shows what was there, without a live button, where a dashboard is built anew while nothing is known", async () => {
    const points = { home: { name: "Home", states: { charging: "on", session_state: "started", session_energy: "4.2" } } };
    const hass = makeHass({ points, details: { may_control: true } });
    (await show(hass)).remove();
    const card = await show({ ...changed(hass, "home", { charging: "unavailable", session_energy: "unavailable" }), callWS: vi.fn(() => new Promise(() => {})) });
    expect(row(card).renderRoot.querySelector(".hero")).not.toBeNull();
    expect(shown(card)).toContain("4.2");
    expect(row(card).getAttribute("tone")).toBe("lost");
    expect(isBlocked(card)).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shown(card)).toContain("Connection lost");
    await update(card, changed(hass, "home", { session_energy: "4.4" }));
    expect(shown(card)).toContain("4.4");
    expect(isBlocked(card)).toBe(false);
  });

  it.each([
    [{}, "free"],
    [{ availability: "occupied" }, "occupied"],
    [{ availability: "out_of_service" }, "error"],
    [{ charging: "on", session_state: "started" }, "charging"],
    [{ charging: "on", session_state: "start_requested" }, "pending"],
    [{ charging: "unavailable" }, "lost"],
  ])("has a colour for %o", async (states, tone) => {
    const card = await show(makeHass({ points: { home: { states } } }));
    expect(row(card).getAttribute("tone")).toBe(tone);
  });

  it("shows what comes from outside as text, never as markup", async () => {
    const nasty = "<img src=x onerror=alert(1)>";
    const hass = makeHass({
      points: { home: { name: nasty, states: { last_error: "other" } } },
      cards: { a: nasty, b: "B" },
      details: {
        error: { text: nasty, reference: nasty, ago: 1 },
        receipt: { ...RECEIPT, charge_card: nasty, session_id: nasty },
        charge_card: { device_id: "a", name: nasty },
        sessions: [
          {
            session_id: "1",
            state: "stopped",
            charge_card: nasty,
            started_at: null,
            stopped_at: "2026-11-20T10:00:00Z",
            error_text: nasty,
            energy: null,
            cost: null,
            currency: null,
            cost_source: null,
          },
        ],
      },
    });
    const card = await show(hass, { title: nasty, sessions: 5 });
    expect(row(card).renderRoot.querySelectorAll("img")).toHaveLength(0);
    expect(card.renderRoot.querySelectorAll("img")).toHaveLength(0);
    expect(shown(card).split(nasty).length).toBeGreaterThan(4);
  });
});

describe("start and stop", () => {
  it("stays pending from the press until the state follows, and never flips back", async () => {
    const hass = makeHass();
    const call = held(hass);
    const card = await show(hass);
    const seen: string[] = [];
    const look = () => seen.push(label(card));
    button(card).click();
    await settle();
    look();
    expect(hass.callService).toHaveBeenCalledWith(
      "shell_ev",
      "start_session",
      { charge_point: "home" },
      undefined,
      false,
    );
    // A state of something else is not the answer.
    await update(card, changed(hass, "home", { price: "0.44" }));
    look();
    call.finish();
    await settle();
    look();
    const requested = changed(hass, "home", { charging: "on", session_state: "start_requested" });
    await update(card, requested);
    look();
    expect(seen).toEqual(["Starting", "Starting", "Starting", "Starting"]);
    await update(
      card,
      changed(requested, "home", {
        charging: "on",
        session_state: "started",
        session_started: "2026-11-20T11:00:00Z",
      }),
    );
    expect(label(card)).toBe("Stop");
  });

  it("believes the state when nothing has changed long after the answer", async () => {
    const hass = makeHass();
    const card = await show(hass);
    button(card).click();
    await settle();
    expect(label(card)).toBe("Starting");
    await vi.advanceTimersByTimeAsync(5000);
    expect(label(card)).toBe("Start");
  });

  it("shows a command of somebody else as pending, too", async () => {
    const states = { charging: "on", session_state: "stop_requested" };
    const card = await show(makeHass({ points: { home: { states } } }));
    expect(label(card)).toBe("Stopping");
    expect(isBlocked(card)).toBe(true);
    expect(button(card).getAttribute("aria-busy")).toBe("true");
  });

  it("stops what runs without asking", async () => {
    const states = { charging: "on", session_state: "started" };
    const hass = makeHass({ points: { home: { states } } });
    const card = await show(hass, { confirm: "always" });
    button(card).click();
    await settle();
    expect(hass.callService).toHaveBeenCalledWith(
      "shell_ev",
      "stop_session",
      { charge_point: "home" },
      undefined,
      false,
    );
  });

  it("shows why it was refused, with the reference behind a tap", async () => {
    const hass = makeHass();
    const reference = `Shell refused (HTTP 400, E0001, RequestId ${ID})`;
    // As Home Assistant does it, the old function does not know what was loaded.
    hass.loadBackendTranslation.mockResolvedValue((key, values) =>
      key === "component.shell_ev.exceptions.rejected.message"
        ? `Shell refused the request. Check the charge card. ${values?.["reference"]}`
        : "",
    );
    const call = held(hass);
    const card = await show(hass);
    button(card).click();
    await settle();
    call.refuse({
      message: "English",
      translation_domain: "shell_ev",
      translation_key: "rejected",
      translation_placeholders: { reference },
    });
    await settle();
    const error = find(card, ".error");
    expect(error.textContent).toContain("Shell refused the request. Check the charge card.");
    expect(error.querySelector("code")?.textContent).toBe(reference);
    expect(error.querySelector("details")?.open).toBe(false);
    expect(label(card)).toBe("Start");
  });

  it.each([
    [{ message: "Plain words" }, "Plain words"],
    [undefined, "That did not work. Try again in a minute."],
    [
      {
        message: `It failed. RequestId ${ID}`,
        translation_domain: "shell_ev",
        translation_key: "x",
        translation_placeholders: { reference: ID },
      },
      "It failed.",
      `RequestId ${ID}`,
    ],
  ])("has words for %o", async (error, words, reference?: string) => {
    const hass = makeHass();
    const call = held(hass);
    const card = await show(hass);
    button(card).click();
    await settle();
    call.refuse(error);
    await settle();
    expect(find(card, ".error").textContent?.replace(/\s+/g, " ")).toContain(words);
    expect(find(card, ".error p").textContent).not.toContain(ID);
    expect(find(card, ".error").querySelector("code")?.textContent).toBe(reference);
  });

  it("counts the guard time down from the server's seconds, and opens when it is over", async () => {
    const card = await show(makeHass({ details: { start_guard: 3 } }));
    // An hour off is nothing to it.
    vi.setSystemTime(new Date(NOON.getTime() - 3_600_000));
    expect(label(card)).toBe("Wait 3 seconds");
    expect(find(card, ".ring .left").getAttribute("stroke-dashoffset")).toBe("0");
    expect(isBlocked(card)).toBe(true);
    button(card).click();
    await vi.advanceTimersByTimeAsync(2000);
    expect(label(card)).toBe("Wait 1 second");
    expect(Number(find(card, ".ring .left").getAttribute("stroke-dashoffset"))).toBeCloseTo(2 / 3);
    await vi.advanceTimersByTimeAsync(1000);
    expect(label(card)).toBe("Start");
    expect(isBlocked(card)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
    expect((card.hass as unknown as ReturnType<typeof makeHass>).callService).not.toHaveBeenCalled();
  });

  it("waits for the start's guard time before a stop, and for Shell before a start", async () => {
    const states = { charging: "on", session_state: "started" };
    const points = { home: { states } };
    const guarded = await show(makeHass({ points, details: { stop_guard: 19.8 } }));
    expect(label(guarded)).toBe("Wait 20 seconds");
    const other = await show(makeHass({ points, details: { start_guard: 20 } }));
    expect(label(other)).toBe("Stop");
    const heldUp = await show(makeHass({ points, details: { held: 20 } }));
    expect(label(heldUp)).toBe("Stop");
    const idle = { home: { states: { charging: "off", session_state: "stopped" } } };
    const waiting = await show(makeHass({ points: idle, details: { held: 20 } }));
    expect(label(waiting)).toMatch(/^Wait (19|20) seconds$/);
  });

  it("stops what runs although Shell is away", async () => {
    const states = { charging: "on", session_state: "unavailable" };
    const card = await show(makeHass({ points: { home: { states } } }));
    expect(find(card, ".state").textContent).toContain("Connection lost");
    expect(label(card)).toBe("Stop");
  });

  it("asks in the browser's way where Home Assistant's dialog cannot be loaded", async () => {
    window.loadCardHelpers = () => Promise.reject(new Error("Failed to fetch dynamically imported module"));
    const ask = (window.confirm = vi.fn(() => true));
    const lost = vi.fn();
    process.once("unhandledRejection", lost);
    const hass = makeHass({ details: { prices: { currency: "EUR", per_kwh: 0.3, per_minute: null, start_fee: 1 } } });
    const card = await show(hass);
    button(card).click();
    await settle();
    process.off("unhandledRejection", lost);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(hass.callService).toHaveBeenCalledTimes(1);
  });

  it("leaves no timer behind after the view is closed where one command followed another", async () => {
    const hass = makeHass();
    const card = await show(hass);
    button(card).click();
    await settle();
    const on = changed(hass, "home", { charging: "on", session_state: "started" });
    hass.callWS.mockResolvedValue({ ...NOTHING, session: RUNNING });
    await update(card, on);
    expect(label(card)).toBe("Stop");
    button(card).click();
    await settle();
    document.body.replaceChildren();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("asking before a start", () => {
  function answer(yes: boolean) {
    const showConfirmationDialog = vi.fn(async (_element: HTMLElement, _params: object) => yes);
    window.loadCardHelpers = async () => ({ showConfirmationDialog });
    return showConfirmationDialog;
  }

  it.each([
    ["auto", 0.25, 1],
    ["auto", 0, 0],
    ["auto", null, 0],
    [undefined, 0.25, 1],
    ["always", null, 1],
    ["never", 0.25, 0],
  ] as const)("with confirm %s and a fee of %s it asks %s times", async (confirm, fee, times) => {
    const asked = answer(true);
    const hass = makeHass({ details: { prices: { ...NOTHING.prices!, start_fee: fee } } });
    const card = await show(hass, confirm ? { confirm } : {});
    button(card).click();
    await settle();
    expect(asked).toHaveBeenCalledTimes(times);
    expect(hass.callService).toHaveBeenCalledTimes(1);
  });

  it("names the fee in its currency", async () => {
    const asked = answer(false);
    const hass = makeHass({ points: { home: { name: "Home" } }, details: { prices: { ...NOTHING.prices!, start_fee: 0.25 } } });
    const card = await show(hass);
    button(card).click();
    await settle();
    expect(asked.mock.calls[0]?.[1]).toMatchObject({
      title: "Start charging at Home?",
      text: "Starting costs €0.25. The session is paid for with Card.",
    });
    expect(hass.callService).not.toHaveBeenCalled();
    expect(label(card)).toBe("Start");
  });

  it("finds out about the fee before it starts", async () => {
    const asked = answer(false);
    const hass = makeHass({ details: { prices: { ...NOTHING.prices!, start_fee: 0.25 } } });
    hass.callWS.mockRejectedValueOnce(new Error("not yet"));
    const card = await show(hass);
    button(card).click();
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("asks in the browser's way where Home Assistant's is not to be had", async () => {
    window.confirm = vi.fn(() => false);
    const hass = makeHass();
    const card = await show(hass, { confirm: "always" });
    button(card).click();
    await settle();
    expect(window.confirm).toHaveBeenCalledTimes(1);
    expect(hass.callService).not.toHaveBeenCalled();
  });
});

describe("last error and sessions", () => {
  const session = {
    session_id: "1",
    state: "stopped",
    charge_card: "Card",
    started_at: "2026-11-20T08:00:00Z",
    stopped_at: "2026-11-20T09:30:05Z",
    error_text: null,
    energy: 12.5,
    cost: 5.75,
    currency: "EUR",
    cost_source: "meter" as const,
  };

  it("says why the last session failed, until there is something else to say", async () => {
    const details = { error: { text: "Plug in the car first", reference: `EvNotConnectedToEvse, RequestId ${ID}`, ago: 20 } };
    const states = { last_error: "ev_not_connected_to_evse", session_state: "failed_to_start" };
    const hass = makeHass({ points: { home: { states } }, details });
    const card = await show(hass);
    expect(find(card, ".error").textContent).toContain("Plug in the car first");
    expect(find(card, "code").textContent).toBe(`EvNotConnectedToEvse, RequestId ${ID}`);
    await update(card, changed(hass, "home", { session_state: "start_requested", charging: "on" }));
    expect(row(card).renderRoot.querySelector(".error")).toBeNull();
  });

  it("lists the last sessions with time, duration, energy and cost", async () => {
    const open = { ...session, stopped_at: null, energy: null, cost: null };
    const failed = {
      ...session,
      started_at: null,
      energy: null,
      cost: null,
      error_text: "Plug in the car first",
    };
    const unknown = { ...failed, stopped_at: null, error_text: null };
    const card = await show(makeHass({ details: { sessions: [open, session, failed, unknown] } }), { sessions: 5 });
    const lines = [...row(card).renderRoot.querySelectorAll("li")].map((it) =>
      (it.textContent ?? "").replace(/\s+/g, " ").trim(),
    );
    expect(lines).toEqual([
      "Nov 20, 09:00 under way",
      "Nov 20, 09:00 1 hr 30 min12.50 kWh≈ €5.75",
      "Nov 20, 10:30 Plug in the car first",
      "under way",
    ]);
  });

  it("asks for as many as it shows, and again when a session has moved on", async () => {
    const hass = makeHass();
    const card = await show(hass, { sessions: 9 });
    expect(askedOf(hass)).toEqual([{ type: "shell_ev/charge_point", device_id: "home", limit: 9, language: "en" }]);
    await update(card, changed(hass, "home", { availability: "occupied" }));
    expect(askedOf(hass)).toHaveLength(1);
    await update(card, changed(hass, "home", { session_state: "started", charging: "on" }));
    expect(askedOf(hass)).toHaveLength(2);
  });

  it("says when there is none, when they cannot be read, and nothing when not wanted", async () => {
    const card = await show(makeHass(), { sessions: 5 });
    expect(shown(card)).toContain("No sessions yet.");
    const broken = makeHass();
    broken.callWS.mockRejectedValue(new Error("no"));
    expect(shown(await show(broken, { sessions: 5 }))).toContain("The sessions could not be read.");
    expect(shown(await show(makeHass()))).not.toContain("Recent sessions");
  });

  it("asks again when it comes back to the page", async () => {
    const hass = makeHass();
    const card = await show(hass);
    card.remove();
    document.body.append(card);
    await settle();
    expect(askedOf(hass)).toHaveLength(2);
  });
});

describe("who may do what", () => {
  const states = { availability: "available" };

  it("offers nothing to do to who may only look", async () => {
    const hass = makeHass({
      points: { home: { name: "Home", states } },
      cards: { a: "A", b: "B" },
      details: { may_control: false, may_use: [] },
    });
    const card = await show(hass, { sessions: 5 });
    expect(shown(card)).toContain("Home available");
    expect(row(card).renderRoot.querySelector(".act")).toBeNull();
    expect(card.renderRoot.querySelector("select")).toBeNull();
    expect(shown(card)).toContain("Recent sessions");
  });

  it("shows nothing of a charge point that its user may not see", async () => {
    const hass = makeHass();
    hass.callWS.mockRejectedValue({ code: "unauthorized", message: "Unauthorized" });
    const card = await show(hass);
    expect(row(card).renderRoot.querySelector("section")).toBeNull();
    expect(row(card).hidden).toBe(true);
  });

  it("leaves out sessions that its user may not see", async () => {
    const card = await show(makeHass({ details: { sessions: null } }), { sessions: 5 });
    expect(shown(card)).not.toContain("Recent sessions");
    expect(label(card)).toBe("Start");
  });

  it.each([
    [true, 1],
    [false, 0],
  ])("shows the button before it was answered where the user is an administrator: %o", async (is_admin, count) => {
    const hass = makeHass();
    hass.user.is_admin = is_admin;
    hass.callWS.mockReturnValue(new Promise(() => {}));
    const card = await show(hass);
    expect(row(card).renderRoot.querySelectorAll(".act")).toHaveLength(count);
  });

  it("lets its user try where it cannot be found out", async () => {
    const hass = makeHass();
    hass.callWS.mockRejectedValue(new Error("no"));
    expect(label(await show(hass))).toBe("Start");
  });

  it("hides and shows as permissions change", async () => {
    const hass = makeHass({ details: { may_control: false } });
    const card = await show(hass);
    hass.callWS.mockResolvedValue({ ...NOTHING });
    await update(card, changed(hass, "home", { session_state: "stopped" }));
    expect(label(card)).toBe("Start");
  });
});

describe("keyboard and screen reader", () => {
  it("names the button by what it does and where, and announces the state", async () => {
    const card = await show(makeHass({ points: { home: { name: "Home" } } }));
    expect(button(card).getAttribute("aria-label")).toBe("Start charging at Home");
    expect(find(card, "section").getAttribute("aria-label")).toBe("Home");
    expect(find(card, "[role=status]").getAttribute("aria-live")).toBe("polite");
  });
});
