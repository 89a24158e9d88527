/** From a receipt on the card to that session's receipt among all of them. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { arrivalAt } from "../src/sessions/arrival";

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-01T00:20:00Z") });
});

afterEach(() => {
  window.history.replaceState(null, "", "/");
  vi.useRealTimers();
});

const go = (search: string) => window.history.replaceState({ root: true }, "", `/shell-ev/sessions${search}`);

describe("the address", () => {
  it("asks for one session in the month that is shown anyway", () => {
    go("?session=entry+k&at=2026-11-01T00:10:00Z");
    expect(arrivalAt("Europe/Amsterdam")).toEqual({ session: "entry k", period: { kind: "month", at: null } });
  });

  it("asks for its month where that is over, by Home Assistant's days", () => {
    go("?session=entry+k&at=2026-10-31T22:30:00Z");
    expect(arrivalAt("Europe/Amsterdam")?.period).toEqual({ kind: "month", at: "2026-10" });
    go("?session=entry+k&at=2026-10-31T23:30:00Z");
    expect(arrivalAt("Europe/Amsterdam")?.period).toEqual({ kind: "month", at: null });
  });

  it("asks once, and leaves to the page what else there is", () => {
    go("?session=entry+k&at=");
    expect(arrivalAt("UTC")?.period).toEqual({ kind: "month", at: null });
    expect(window.location.href).toMatch(/\/shell-ev\/sessions$/);
    expect(window.history.state).toEqual({ root: true });
    expect(arrivalAt("UTC")).toBeUndefined();
    go("?edit=1");
    expect(arrivalAt("UTC")).toBeUndefined();
    expect(window.location.search).toBe("?edit=1");
  });
});
