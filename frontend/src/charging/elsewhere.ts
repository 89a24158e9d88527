/** Sessions of our cards at charge points that are not configured: to stop them, and to add the place. */

import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { actButton, refusal } from "../acts";
import { send } from "../command";
import { Deeds, type Deed } from "../deeds";
import { BOLT } from "../icons";
import { text, type TextKey } from "../localize";
import { property, state } from "../properties";
import { rowStyles } from "../styles";
import type { Connection, Elsewhere, Hass } from "../types";
import { ago, left, uptime } from "./countdown";
import { dismiss, toShow } from "./errors-shown";
import { facts } from "./parts";
import { lasting } from "./figures";

/** A session that stops goes on for a moment where Shell is slow. */
const AGAIN_S = 5;
const MINUTE_S = 60;
/** While an account is loaded anew its sessions stay, at most so long after they were told of. */
const STAYS_S = 90;

/** With the moment when it was told of last, in seconds since the page began. */
type Session = Elsewhere & { at: number };

interface Known {
  sessions?: Session[];
  /** The keys of those whose places were added. */
  added: Set<string>;
}

/** By connection, what was known last: dashboards build their cards anew when an account was loaded anew. */
const known = new WeakMap<Connection, Known>();

export class ShellEvElsewhere extends LitElement {
  static override styles = rowStyles;

  @property({ attribute: false }) hass!: Hass;
  /** Changes whenever there may be more to know. */
  @property() news = "";
  /** So many are expected: their room is kept until they are known. */
  @property({ type: Number }) expected = 0;

  @state() private sessions?: Known["sessions"];

  private readonly deeds = new Deeds(this);
  private added: Known["added"] = new Set();
  private readAt = 0;
  private askedAt = 0;
  private now = 0;
  private whole = 0;
  private clock?: number;
  private failed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.clock);
    this.clock = undefined;
    this.deeds.leave();
  }

  /** States of others are nothing to it. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const before = changed.get("hass") as Hass | undefined;
    return (
      changed.size !== 1 ||
      !before ||
      before.connected !== this.hass.connected ||
      before.locale !== this.hass.locale ||
      before.language !== this.hass.language
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.now = uptime();
    const { connection } = this.hass;
    if (!this.hasUpdated && this.isAway()) Object.assign(this, known.get(connection));
    known.set(connection, { sessions: this.sessions, added: this.added });
    const before = changed.get("hass") as Hass | undefined;
    const back = before !== undefined && !before.connected && this.hass.connected;
    if (changed.has("news") || back) void this.read();
    const longest = Math.max(0, ...(this.sessions ?? []).map((session) => this.guard(session)));
    this.whole = longest ? Math.max(longest, this.whole) : 0;
    this.toggleAttribute("hidden", !(this.sessions ? this.sessions.length : this.expected));
  }

  protected override updated(): void {
    this.dispatchEvent(new Event("shell-ev-rendered", { bubbles: true }));
    window.clearTimeout(this.clock);
    this.clock = undefined;
    const sessions = this.sessions ?? [];
    // What could not be read is asked about again where there must be something.
    if (!this.isConnected || !(sessions.length || (this.failed && this.expected))) return;
    const turns = this.added.size || sessions.some(({ state }) => state === "stop_requested");
    this.clock = window.setTimeout(() => {
      if (uptime() - this.askedAt >= (turns ? AGAIN_S : MINUTE_S) - 0.5) void this.read();
      this.requestUpdate();
    }, 1000);
  }

  /** Whether an account is loaded anew, perhaps. */
  private isAway(): boolean {
    return this.news.includes("unavailable");
  }

  /** Where it cannot be read, what was there stays with its *Stop*: nobody has said that it is over. */
  private async read(): Promise<void> {
    const turn = (this.askedAt = uptime());
    const answer = await this.hass
      .callWS<{ sessions: Elsewhere[] }>({ type: "shell_ev/elsewhere", language: this.hass.language })
      .catch(() => undefined);
    if (turn !== this.askedAt) return;
    this.failed = !answer;
    const before = this.sessions ?? [];
    this.sessions = before;
    if (answer) {
      const at = (this.readAt = uptime());
      const told = answer.sessions.map((session) => ({ ...session, at }));
      const away = this.isAway();
      if (!away) this.added.clear();
      const stays = before.filter(
        (session) => away && at - session.at < STAYS_S && !told.some(({ key }) => key === session.key),
      );
      this.sessions = [...stays, ...told];
    }
    this.requestUpdate();
  }

  /** Whether it is told of no more. */
  private isLost({ at }: Session): boolean {
    return !this.hass.connected || at < this.readAt;
  }

  private deed({ key }: Session): Deed | undefined {
    return this.added.has(key) ? "add" : this.deeds.at(key);
  }

  private guard(session: Session): number {
    return left(session.stop_guard, session.at, this.now);
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  private run({ key, account, session_id, evse_id }: Session, kind: "stop" | "add"): Promise<void> {
    return this.deeds.run(key, kind, async () => {
      try {
        if (kind === "stop") await send(this.hass, "stop", { session_id, account });
        else {
          await this.hass.callWS({ type: "shell_ev/add_charge_point", account, evse_id });
          // It is being added until its account has been loaded anew, and is asked about then.
          this.added.add(key);
        }
      } finally {
        if (!this.added.has(key)) await this.read();
      }
    });
  }

  protected override render(): TemplateResult {
    if (!this.sessions)
      return html`${Array.from({ length: this.expected }, () => html`<div class="row away"></div>`)}`;
    return html`${repeat(
      this.sessions,
      ({ account, key }) => `${account} ${key}`,
      (session) => this.renderSession(session),
    )}`;
  }

  private renderSession(session: Session): TemplateResult {
    const { hass } = this;
    const { card, since, state } = session;
    const place = nameOf(session);
    const away = this.isLost(session);
    const deed = this.deed(session);
    const stopping = state === "stop_requested" || deed === "stop";
    const time = since === null ? null : lasting(hass, ago(since, session.at, this.now));
    const said = away && deed !== "add" ? "lost" : stopping ? "stopping" : state === "start_requested" ? "starting" : "charging";
    const tone = away ? "lost" : stopping ? "pending" : "charging";
    return html`<section class="row away" aria-label=${place} tone=${tone}>
      <div class="icon" aria-hidden="true"><svg viewBox="0 0 24 24">${svg`<path d=${BOLT}></path>`}</svg></div>
      <div class="what">
        <div class="name">${place}</div>
        <div class="facts">
          <span class="fact state" role="status"><bdi>${this.text(said)}</bdi></span
          >${facts([time, card.name])}
        </div>
      </div>
      <div class="acts">
        ${session.may_add || deed === "add" ? this.renderAct(session, "add", deed) : nothing}
        ${session.may_stop
          ? this.renderAct(session, "stop", stopping ? "stop" : deed, this.guard(session))
          : nothing}
      </div>
      ${this.renderError(session)}
    </section>`;
  }

  private renderAct(session: Session, kind: "stop" | "add", deed: Deed | undefined, wait = 0): TemplateResult {
    const { hass, whole } = this;
    const act = { kind, name: nameOf(session), deed, away: this.isLost(session), wait, whole };
    return actButton(hass, act, () => this.run(session, kind));
  }

  private renderError({ key, at, error: told }: Session): TemplateResult | typeof nothing {
    const last = told && !this.deeds.at(key) ? { ...told, at: at - told.ago } : undefined;
    const error = toShow(key, this.now, this.deeds.told(key), last);
    if (!error) return nothing;
    return refusal(this.hass, error, (event) => {
      dismiss(key, error);
      this.deeds.forget(key);
      // What had the focus is gone: its session's last button has it.
      [...(event.currentTarget as Element).closest("section")!.querySelectorAll<HTMLElement>(".act")].at(-1)?.focus();
    });
  }
}

/** What a place is called: at worst by its EVSE ID. */
function nameOf({ place, evse_id }: Elsewhere): string {
  return place ?? evse_id;
}
