/** Reads sessions when there may be others than are shown, and only while they are looked at. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

import { readError } from "../errors";
import type { Hass } from "../types";
import { Changes } from "./changes";
import { todayIn, untilMidnight } from "./period";
import type { Answer, Query, Row } from "./types";

/** What comes at once is asked about at once. */
const TOGETHER_MS = 250;
/** A meter that tells of every watt-hour is not asked about more often. */
const PACE_MS = 10_000;
/** The most that one answer holds. */
const MOST = 200;

export interface Wish {
  hass: Hass;
  query: Query;
  /** How many sessions a page has. */
  page: number;
  /** As many were there before the page was loaded anew. */
  least?: number;
}

const nameOf = (row: Row) => `${row.account} ${row.key}`;

/** Sessions that follow others; one that has moved to the next page meanwhile is there once. */
function joined(rows: Row[], more: Row[]): Row[] {
  const known = new Set(rows.map(nameOf));
  return [...rows, ...more.filter((row) => !known.has(nameOf(row)))];
}

export class Reading implements ReactiveController {
  /** What was answered last, with all sessions that were read. */
  answer?: Answer;
  /** What it is the answer to. */
  answered?: string;
  error?: string;
  busy = false;

  private stale = true;
  private wanted = 0;
  /** Each reading has a number of its own: what an older one answers late is not heard. */
  private turn = 0;
  private seen = false;
  private soon?: number;
  private told = -Infinity;
  private midnight?: number;
  private observer?: IntersectionObserver;
  private readonly changes = new Changes(() => this.renewSoon());

  /** `wish` is what to ask for, or nothing as long as there is nothing to ask. */
  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly wish: () => Wish | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.look);
    this.observer = new IntersectionObserver(
      (entries) => {
        this.seen = entries.at(-1)?.isIntersecting ?? false;
        this.look();
      },
      { rootMargin: "200px" },
    );
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.look);
    this.observer?.disconnect();
    this.changes.end();
    window.clearTimeout(this.soon);
    window.clearTimeout(this.midnight);
    this.soon = this.midnight = undefined;
    this.seen = this.busy = false;
    this.stale = true;
    this.turn++;
  }

  /** There may be others, or others are wanted. */
  renew(): void {
    this.stale = true;
    this.look();
  }

  /** The connection was lost: what was subscribed to is no more, and who knows what has changed. */
  lost(): void {
    this.changes.lost();
    this.stale = true;
  }

  /** Sessions have changed, and may go on changing. */
  private renewSoon(): void {
    const wait = Math.max(TOGETHER_MS, this.told + PACE_MS - Date.now());
    this.soon ??= window.setTimeout(() => {
      this.soon = undefined;
      this.told = Date.now();
      this.renew();
    }, wait);
  }

  /** A page more. */
  more(): void {
    const wish = this.wish();
    if (!wish || !this.answer) return;
    this.wanted = this.answer.sessions.length + wish.page;
    if (this.busy || this.stale) this.renew();
    else void this.read(wish, this.answer);
  }

  /** A session is another than was read. */
  replace(row: Row): void {
    if (this.answer) {
      const sessions = this.answer.sessions.map((old) => (nameOf(old) === nameOf(row) ? row : old));
      this.answer = { ...this.answer, sessions };
    }
    this.renew();
  }

  private look = (): void => {
    const shown = this.seen && !document.hidden;
    const wish = this.wish();
    // What changes while nobody looks is not told, so it is read when somebody looks again.
    if (!shown && this.changes.end()) this.stale = true;
    if (!shown || !wish?.hass.connected) return;
    this.changes.begin(wish.hass);
    if (this.stale) void this.read(wish);
  };

  /** Home Assistant's day, not the browser's; asked for until there is another. */
  private watchMidnight(zone: string): void {
    window.clearTimeout(this.midnight);
    this.midnight = window.setTimeout(() => {
      this.watchMidnight(zone);
      if (this.answer && todayIn(zone) !== this.answer.today) this.renew();
    }, untilMidnight(zone));
  }

  /** Read all that is wanted; with `before`, what follows that. */
  private async read(wish: Wish, before?: Answer): Promise<void> {
    const turn = ++this.turn;
    const asked = JSON.stringify(wish.query);
    this.stale = false;
    this.busy = true;
    this.watchMidnight(wish.hass.config.time_zone);
    this.host.requestUpdate();
    if (asked !== this.answered) this.wanted = Math.max(wish.page, wish.least ?? 0);
    try {
      const answer = await this.pages(wish, Math.max(this.wanted, wish.page), () => turn === this.turn, before);
      if (turn !== this.turn) return;
      this.answer = answer;
      this.answered = asked;
      this.error = undefined;
    } catch (error) {
      const said = await readError(wish.hass, error);
      if (turn !== this.turn) return;
      // A lost connection is told by Home Assistant itself, and comes back.
      if (this.wish()?.hass.connected === false) this.stale = true;
      else this.error = said.text;
    }
    this.busy = false;
    this.host.requestUpdate();
  }

  private async pages(wish: Wish, wanted: number, current: () => boolean, before?: Answer): Promise<Answer> {
    let rows = before?.sessions ?? [];
    for (;;) {
      const answer = await this.ask(wish, rows.length, Math.min(wanted - rows.length, MOST));
      // Others have come or gone meanwhile: what was read before may be old.
      if (before && answer.count !== before.count) return this.pages(wish, wanted, current);
      const all = joined(rows, answer.sessions);
      const complete = all.length >= Math.min(wanted, answer.count) || all.length === rows.length;
      rows = all;
      if (complete || !current()) return { ...answer, sessions: rows };
    }
  }

  private ask({ hass, query }: Wish, offset: number, limit: number): Promise<Answer> {
    return hass.callWS<Answer>({ type: "shell_ev/sessions", language: hass.language, ...query, offset, limit });
  }
}
