/** Sessions of our cards at charge points that are not configured: to stop them, and to add the place. */

import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";

import { readError, type ShownError } from "../errors";
import { BOLT, CLOSE } from "../icons";
import { text, type TextKey } from "../localize";
import { rowStyles } from "../styles";
import type { Elsewhere, Hass } from "../types";
import { ago, left, uptime } from "./countdown";
import { busy, facts, ring } from "./parts";
import { lasting } from "./words";

/** A session that stops goes on for a moment where Shell is slow. */
const AGAIN_S = 5;
const MINUTE_S = 60;

type Deed = "stop" | "add";

export class ShellEvElsewhere extends LitElement {
  static override styles = rowStyles;

  @property({ attribute: false }) hass!: Hass;
  /** Changes whenever there may be more to know. */
  @property() news = "";
  /** So many are expected: their room is kept until they are known. */
  @property({ type: Number }) expected = 0;

  @state() private sessions?: Elsewhere[];
  @state() private deeds: Record<string, Deed | undefined> = {};
  @state() private errors: Record<string, ShownError | undefined> = {};

  private readAt = 0;
  private now = 0;
  private whole = 0;
  private clock?: number;
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.clock);
    this.clock = undefined;
    this.deeds = {};
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
    const before = changed.get("hass") as Hass | undefined;
    const back = before !== undefined && !before.connected && this.hass.connected;
    if (changed.has("news") || back) void this.read();
    const longest = Math.max(0, ...(this.sessions ?? []).map((session) => this.guard(session)));
    this.whole = longest ? Math.max(longest, this.whole) : 0;
    this.toggleAttribute("hidden", !(this.sessions ? this.sessions.length : this.expected));
  }

  protected override updated(): void {
    window.clearTimeout(this.clock);
    this.clock = undefined;
    const sessions = this.isConnected ? (this.sessions ?? []) : [];
    if (!sessions.length) return;
    const stopping = sessions.some(({ state }) => state === "stop_requested");
    const pause = sessions.some((session) => this.guard(session) > 0) ? 1 : stopping ? AGAIN_S : MINUTE_S;
    this.clock = window.setTimeout(() => {
      this.clock = undefined;
      if (pause > 1) void this.read();
      else this.requestUpdate();
    }, pause * 1000);
  }

  /** Where it cannot be read there is nothing to show: charging elsewhere is no part of one's own. */
  private async read(): Promise<void> {
    const turn = ++this.asked;
    let sessions: Elsewhere[] = [];
    try {
      ({ sessions } = await this.hass.callWS<{ sessions: Elsewhere[] }>({ type: "shell_ev/elsewhere" }));
    } catch {
      // Another turn of a card, or the connection, asks again.
    }
    if (turn !== this.asked) return;
    this.readAt = uptime();
    this.sessions = sessions;
  }

  private guard(session: Elsewhere): number {
    return left(session.stop_guard, this.readAt, this.now);
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  private async run(session: Elsewhere, deed: Deed): Promise<void> {
    const { hass } = this;
    const { key, account, session_id, evse_id } = session;
    if (this.deeds[key] || (deed === "stop" && this.guard(session) > 0)) return;
    this.deeds = { ...this.deeds, [key]: deed };
    this.errors = { ...this.errors, [key]: undefined };
    try {
      if (deed === "stop")
        await hass.callService("shell_ev", "stop_session", { session_id, account }, undefined, false);
      else await hass.callWS({ type: "shell_ev/add_charge_point", account, evse_id });
      await this.read();
    } catch (error) {
      this.errors = { ...this.errors, [key]: await readError(hass, error) };
    }
    this.deeds = { ...this.deeds, [key]: undefined };
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

  private renderSession(session: Elsewhere): TemplateResult {
    const { hass } = this;
    const { place, card, since, state } = session;
    const stopping = state === "stop_requested" || this.deeds[session.key] === "stop";
    const time = since === null ? null : lasting(hass, ago(since, this.readAt, this.now));
    const said = stopping ? "stopping" : state === "start_requested" ? "starting" : "charging";
    return html`<section class="row away" aria-label=${place} tone=${stopping ? "pending" : "charging"}>
      <div class="icon" aria-hidden="true"><svg viewBox="0 0 24 24">${svg`<path d=${BOLT}></path>`}</svg></div>
      <div class="what">
        <div class="name">${place}</div>
        <div class="facts">
          <span class="fact state" role="status"><bdi>${this.text(said)}</bdi></span
          >${facts([time, card.name])}
        </div>
      </div>
      <div class="acts">
        ${session.may_add ? this.renderAdd(session) : nothing}
        ${session.may_stop ? this.renderStop(session, stopping) : nothing}
      </div>
      ${this.renderError(session)}
    </section>`;
  }

  private renderAdd(session: Elsewhere): TemplateResult {
    const adding = this.deeds[session.key] === "add";
    return html`<button
      type="button"
      class="act start"
      aria-disabled=${adding ? "true" : "false"}
      aria-busy=${adding ? "true" : "false"}
      aria-label=${adding ? nothing : this.text("add.label", { name: session.place })}
      @click=${() => this.run(session, "add")}
    >
      ${adding ? busy(this.text("adding")) : this.text("add")}
    </button>`;
  }

  private renderStop(session: Elsewhere, stopping: boolean): TemplateResult {
    const wait = stopping ? 0 : this.guard(session);
    return html`<button
      type="button"
      class="act stop ${wait ? "waits" : ""}"
      aria-disabled=${stopping || wait ? "true" : "false"}
      aria-busy=${stopping ? "true" : "false"}
      aria-label=${stopping || wait ? nothing : this.text("stop.label", { name: session.place })}
      @click=${() => !stopping && this.run(session, "stop")}
    >
      ${stopping
        ? busy(this.text("stopping"))
        : wait
          ? ring(this.hass, wait, this.whole, this.text("stop"))
          : this.text("stop")}
    </button>`;
  }

  private renderError({ key }: Elsewhere): TemplateResult | typeof nothing {
    const error = this.errors[key];
    if (!error) return nothing;
    return html`<div class="below error" role="alert">
      <p>${error.text}</p>
      <button
        type="button"
        class="close"
        aria-label=${this.text("dismiss")}
        @click=${() => (this.errors = { ...this.errors, [key]: undefined })}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${CLOSE}></path>`}</svg>
      </button>
    </div>`;
  }
}
