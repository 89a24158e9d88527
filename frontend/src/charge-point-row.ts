/** One charge point: what it does, what it costs, and the button. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { actButton, refusal, type Act } from "./acts";
import { stateOf } from "./charge-points";
import { ChargePointReading, RECEIPT_S } from "./charging/charge-point-reading";
import { uptime } from "./charging/countdown";
import { TOLD_S, dismiss, toShow } from "./charging/errors-shown";
import { chart, facts, lastSessions, receipt } from "./charging/parts";
import { kilowattHours } from "./charging/power";
import { about, energyFigure, energyOf, lasting, powerOf, priceParts, pricesOf, unbroken } from "./charging/figures";
import { send, settled, type Command, type Kind } from "./command";
import { agreed, startQuestion, type Question } from "./confirm";
import { readError, wasLost, type ShownError } from "./errors";
import { formatMoment, formatMoney, formatTime } from "./format";
import { BOLT, PLUG } from "./icons";
import { liveStyles } from "./charging/live-styles";
import { rowStyles } from "./styles";
import type { Prices } from "./types";

/** How long a state may take to follow an answer before the card believes what it sees. */
const FOLLOW_MS = 5000;
/** A session that is older than this began on another day, perhaps. */
const DAY_S = 12 * 3600;

export class ShellEvChargePoint extends ChargePointReading {
  static override styles = [rowStyles, liveStyles];

  // What a person does

  private async press(): Promise<void> {
    if (this.asked || this.act().blocked) return;
    if (this.act().kind === "stop") return this.run("stop");
    this.asked = true;
    let wanted = false;
    try {
      wanted = await agreed(this, () => this.read(), () => this.mayStill(), () => this.question());
    } finally {
      this.asked = false;
    }
    if (wanted) return this.run("start");
  }

  private mayStill(): boolean {
    const { kind, blocked } = this.act();
    return this.isConnected && kind === "start" && !blocked && !this.details?.session;
  }

  /** What to ask before a start, where there is something to ask. */
  private question(): Question | undefined {
    const ask = this.config.confirm ?? "auto";
    const prices = this.details?.prices;
    const unknown = !this.details?.known;
    if (ask === "never" || (ask === "auto" && !prices?.start_fee && !unknown)) return undefined;
    const card = this.payingCard();
    return startQuestion(this.hass, this.text("confirm.title", { name: this.point.name }), [
      prices?.start_fee
        ? this.text("confirm.fee", { fee: formatMoney(this.hass, prices.start_fee, prices.currency) })
        : unknown
          ? this.text("confirm.unknown")
          : "",
      card ? this.text("confirm.card", { card }) : this.text("confirm.text"),
    ]);
  }

  /** The card that was chosen, where it is one of this account that the user may start with. */
  private chosenHere(): string | undefined {
    const { chosen, details, hass, point } = this;
    const ours = chosen && hass.devices[chosen]?.via_device_id === point.account;
    return ours && (details?.may_use.includes(chosen) ?? true) ? chosen : undefined;
  }

  private payingCard(): string | null | undefined {
    const chosen = this.chosenHere();
    const device = chosen ? this.hass.devices[chosen] : undefined;
    return device ? device.name_by_user || device.name : this.details?.charge_card?.name;
  }

  private async run(kind: Kind): Promise<void> {
    const { hass, point } = this;
    const command: Command = {
      kind,
      before: stateOf(hass, point, "session_state"),
      answered: false,
      at: uptime(),
    };
    this.command = command;
    this.error = undefined;
    this.dispatchEvent(new Event("shell-ev-command", { bubbles: true }));
    const card = kind === "start" ? this.chosenHere() : undefined;
    this.ask();
    try {
      await send(hass, kind, { charge_point: point.id, ...(card ? { charge_card: card } : {}) });
      if (this.command === command) this.answered(command);
    } catch (error) {
      // What became of it is asked once the connection is back.
      if (!wasLost(error)) await this.refused(await readError(hass, error));
      if (this.command === command) this.command = undefined;
    }
    this.ask();
  }

  /** What Shell refused others read as well: all of them are told in the words that are read. */
  private async refused(error: ShownError): Promise<void> {
    if (error.reference) await this.read();
    this.error = { ...error, at: uptime() };
  }

  /** Wait for the state to follow, but not for ever: what was so before may be so again. */
  private answered(command: Command): void {
    command.answered = true;
    const forget = () => {
      if (this.command === command) this.command = undefined;
    };
    window.clearTimeout(this.following);
    if (settled(command, stateOf(this.hass, this.point, "session_state"))) forget();
    else this.following = window.setTimeout(forget, FOLLOW_MS);
  }

  private openMore(): void {
    const entityId = this.point.entities.charging;
    this.dispatchEvent(
      new CustomEvent("hass-more-info", { bubbles: true, composed: true, detail: { entityId } }),
    );
  }

  private dismiss(error: ShownError): void {
    dismiss(this.point.id, error);
    this.error = undefined;
    this.requestUpdate();
    const root = this.renderRoot;
    (root.querySelector<HTMLElement>(".act") ?? root.querySelector<HTMLElement>(".info"))?.focus();
  }

  // What a person sees

  protected override render(): TemplateResult | typeof nothing {
    if (this.forbidden) return nothing;
    const { hass, config, details, point } = this;
    const hero = this.runs() && !config.compact;
    return html`
      <section class="row ${hero ? "hero" : ""}" aria-label=${point.name}>
        <button
          type="button"
          class="info"
          aria-label=${this.text("more_info", { name: point.name })}
          @click=${this.openMore}
        ></button>
        <div class="icon" aria-hidden="true">
          <svg viewBox="0 0 24 24">${svg`<path d=${this.isOn() ? BOLT : PLUG}></path>`}</svg>
        </div>
        <div class="what">
          <div class="name">${point.name}</div>
          <div class="facts">
            <span class="fact state" role="status" aria-live="polite"><bdi>${this.stateText()}</bdi></span
            >${facts(this.runs() ? this.runningFacts() : this.idleFacts())}
          </div>
        </div>
        ${this.mayControl() ? this.renderButton() : nothing} ${hero ? this.renderLive() : nothing}
        ${this.renderError()} ${config.compact ? nothing : this.renderReceipt()}
        ${config.compact || !config.sessions || details?.sessions === null
          ? nothing
          : lastSessions(hass, details?.sessions ?? [], this.unreadable)}
      </section>
    `;
  }

  /** The state in words; whether it is free says more than that nothing runs. */
  private stateText(): string {
    const session = this.shown("session_state");
    // What runs can be stopped all the same: the switch stays there for it.
    if (this.isGone() || session?.state === "unavailable") return this.text("lost");
    const waits = this.pending();
    if (waits) return this.text(waits === "start" ? "starting" : "stopping");
    if (this.isOn()) return this.text("charging");
    if (this.justLeft()) return this.text("just_stopped");
    const shown = this.known("availability") ?? session;
    return shown ? this.hass.formatEntityState(shown) : "";
  }

  private idleFacts(): string[] {
    const prices = this.prices();
    const card = this.names ? this.payingCard() : undefined;
    return [...(prices ? priceParts(this.hass, prices) : []), card ?? ""];
  }

  /** Beside the state: since when and with which card; in one row the figures. */
  private runningFacts(): string[] {
    const { hass, config, details } = this;
    if (config.compact) return this.figures();
    const started = this.known("session_started")?.state;
    const since = this.since() ?? 0;
    const time = started && (since > DAY_S ? formatTime(hass, started) : formatMoment(hass, started));
    return [time ? unbroken(this.text("since", { time })) : "", details?.session?.charge_card?.name ?? ""];
  }

  /** What the sensor counts, in whatever unit its user wants, or else what was answered of the session. */
  private energy(): number | null {
    const state = this.known("session_energy");
    const counted = state && kilowattHours(state.state, state.attributes["unit_of_measurement"]);
    return counted ?? this.details?.session?.energy ?? null;
  }

  /** What it costs so far. Only a bill knows it, so this is an estimate. */
  private cost(): string | undefined {
    const session = this.details?.session;
    const state = this.known("session_cost");
    const counted = Number(state?.state);
    const cost = Number.isFinite(counted) ? counted : session?.cost;
    const unit = state?.attributes["unit_of_measurement"] ?? session?.currency;
    return typeof cost !== "number" || !unit
      ? undefined
      : about(unbroken(formatMoney(this.hass, cost, String(unit))));
  }

  private time(): string {
    const since = this.since();
    return since === undefined ? "" : lasting(this.hass, since);
  }

  private figures(): string[] {
    const energy = this.energy();
    return [energy === null ? "" : energyOf(this.hass, energy), this.cost() ?? "", this.time()];
  }

  private prices(): Prices | null {
    return pricesOf(this.known("price"), this.details?.prices);
  }

  private since(): number | undefined {
    const since = this.details?.session?.since;
    return typeof since === "number" ? Math.max(0, this.ago(since)) : undefined;
  }

  /** What a session shows while it runs: what was charged above all, or the time where no meter counts. */
  private renderLive(): TemplateResult {
    const { hass } = this;
    const energy = this.energy();
    const since = this.since();
    const now = since === undefined ? null : this.power.now(since);
    const prices = this.prices();
    const minor = facts(
      energy === null ? (prices ? priceParts(hass, prices) : []) : [this.cost(), this.time()],
    );
    return html`<div class="live ${energy === null ? "unmetered" : ""}">
      <div class="big">
        ${energy === null
          ? html`<bdi>${this.time()}</bdi>`
          : html`<bdi>${energyFigure(hass, energy)}<span class="unit">\u00a0kWh</span></bdi>`}
      </div>
      ${minor.length ? html`<div class="minor">${minor}</div>` : nothing}
      ${now
        ? html`<div class="flow">
            <div class="power"><bdi>${powerOf(hass, now)}</bdi></div>
            ${chart(hass, this.power.line(since as number))}
          </div>`
        : nothing}
    </div>`;
  }

  private renderButton(): TemplateResult {
    const { kind, wait, busy: working } = this.act();
    const act: Act = {
      kind,
      name: this.point.name,
      deed: working ? (this.pending() ?? "ask") : undefined,
      away: this.isLost(),
      wait,
      whole: this.whole,
      quiet: kind === "start" && ["occupied", "error", "lost"].includes(this.tone()),
    };
    return actButton(this.hass, act, () => this.press());
  }

  private renderError(): TemplateResult | typeof nothing {
    const told = this.details?.error;
    const last = told && !this.pending() ? { ...told, at: this.readAt - told.ago } : undefined;
    const error = toShow(this.point.id, this.now, this.error, last);
    if (!error) return this.expects("last_error", TOLD_S) ? html`<div class="below space tall"></div>` : nothing;
    return refusal(this.hass, error, () => this.dismiss(error));
  }

  private renderReceipt(): TemplateResult | typeof nothing {
    const ended = this.details?.receipt;
    if (this.isOn() || this.pending()) return nothing;
    if (!ended)
      return this.expects("last_session_end", RECEIPT_S)
        ? html`<div class="below space ${this.config.sessions_path ? "" : "tall"}"></div>`
        : nothing;
    if (this.ago(ended.ended_ago) >= RECEIPT_S) return nothing;
    return receipt(this.hass, ended, this.config.sessions_path);
  }

  /** Whether the answer will have something to show: room is kept, so that nothing jumps when it is there. */
  private expects(key: "last_error" | "last_session_end", within: number): boolean {
    const state = this.known(key);
    if (this.fresh || this.unreadable || !state || state.state === "none" || this.isOn()) return false;
    const at = Date.parse(key === "last_error" ? (state.last_changed ?? "") : state.state);
    return Date.now() - at < within * 1000;
  }
}
