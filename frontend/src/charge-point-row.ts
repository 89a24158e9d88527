/** One charge point: what it does, what it costs, and the button. */

import { html, nothing, svg, type TemplateResult } from "lit";

import { stateOf } from "./charge-points";
import { ChargePointReading, RECEIPT_S } from "./charging/charge-point-reading";
import { uptime } from "./charging/countdown";
import { TOLD_S, dismiss, isDismissed } from "./charging/errors-shown";
import { busy, chart, facts, lastSessions, receipt, ring } from "./charging/parts";
import { about, energyFigure, energyOf, lasting, powerOf, priceParts, pricesOf, unbroken } from "./charging/words";
import { settled, type Command, type Kind } from "./command";
import { confirmed, type Question } from "./confirm";
import { named, readError, type ShownError } from "./errors";
import { formatClock, formatMoney, formatTime } from "./format";
import { BOLT, CLOSE, PLAY, PLUG, STOP } from "./icons";
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
      wanted = await this.mayStart();
    } finally {
      this.asked = false;
    }
    if (wanted) return this.run("start");
  }

  /** Look, ask, and look again: between question and answer another may have started, or the price changed. */
  private async mayStart(): Promise<boolean> {
    await this.read();
    let question = this.question();
    while (question && this.mayStill()) {
      if (!(await confirmed(this, question))) return false;
      await this.read();
      const again = this.question();
      if (!again || again.text === question.text) break;
      question = again;
    }
    return this.mayStill();
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
    const said = [
      prices?.start_fee
        ? this.text("confirm.fee", { fee: formatMoney(this.hass, prices.start_fee, prices.currency) })
        : unknown
          ? this.text("confirm.unknown")
          : "",
      card ? this.text("confirm.card", { card }) : this.text("confirm.text"),
    ];
    return {
      title: this.text("confirm.title", { name: this.point.name }),
      text: said.filter(Boolean).join(" "),
      confirmText: this.text("start"),
      dismissText: this.text("confirm.cancel"),
    };
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
    const card = kind === "start" ? this.chosenHere() : undefined;
    this.ask();
    try {
      await hass.callService(
        "shell_ev",
        `${kind}_session`,
        { charge_point: point.id, ...(card ? { charge_card: card } : {}) },
        undefined,
        false,
      );
      if (this.command === command) this.answered(command);
    } catch (error) {
      if (this.command === command) this.command = undefined;
      this.error = { ...(await readError(hass, error)), at: uptime() };
    }
    this.ask();
  }

  /** Wait for the state to follow, but not for ever: what was so before may be so again. */
  private answered(command: Command): void {
    command.answered = true;
    const forget = () => {
      if (this.command === command) this.command = undefined;
    };
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
    const session = stateOf(this.hass, this.point, "session_state");
    // What runs can be stopped all the same: the switch stays there for it.
    if (this.isLost() || session?.state === "unavailable") return this.text("lost");
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
    const time = started && (since > DAY_S ? formatTime(hass, started) : formatClock(hass, started));
    return [time ? unbroken(this.text("since", { time })) : "", details?.session?.charge_card?.name ?? ""];
  }

  /** What a sensor counts, or else what was answered of the session. */
  private counted(key: "session_energy" | "session_cost", answered: number | null | undefined): number | null {
    const state = this.known(key);
    const value = state ? Number(state.state) : Number.NaN;
    return Number.isFinite(value) ? value : (answered ?? null);
  }

  private energy(): number | null {
    return this.counted("session_energy", this.details?.session?.energy);
  }

  /** What it costs so far. Only a bill knows it, so this is an estimate. */
  private cost(): string | undefined {
    const session = this.details?.session;
    const cost = this.counted("session_cost", session?.cost);
    const unit = this.known("session_cost")?.attributes["unit_of_measurement"] ?? session?.currency;
    return cost === null || !unit ? undefined : about(unbroken(formatMoney(this.hass, cost, String(unit))));
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
    const minor =
      energy === null ? (prices ? priceParts(hass, prices) : []) : [this.cost(), this.time()];
    return html`<div class="live">
      <div class="big">
        ${energy === null
          ? html`<bdi>${this.time()}</bdi>`
          : html`<bdi>${energyFigure(hass, energy)}<span class="unit">\u00a0kWh</span></bdi>`}
      </div>
      <div class="minor">${facts(minor)}</div>
      <div class="flow">
        <div class="power"><bdi>${now ? powerOf(hass, now) : ""}</bdi></div>
        ${since === undefined ? nothing : chart(hass, this.power.line(since))}
      </div>
    </div>`;
  }

  private renderButton(): TemplateResult {
    const { kind, wait, busy: working, blocked } = this.act();
    const waits = this.pending();
    const quiet = kind === "start" && ["occupied", "error", "lost"].includes(this.tone());
    const idle = !blocked && !working;
    const label = this.text(kind);
    return html`<button
      type="button"
      class="act ${kind} ${quiet ? "quiet" : ""} ${wait ? "waits" : ""}"
      aria-disabled=${blocked ? "true" : "false"}
      aria-busy=${working ? "true" : "false"}
      aria-label=${idle ? this.text(`${kind}.label`, { name: this.point.name }) : nothing}
      @click=${this.press}
    >
      ${working
        ? busy(waits ? this.text(waits === "start" ? "starting" : "stopping") : label)
        : wait
          ? ring(this.hass, wait, this.whole, label)
          : html`<svg viewBox="0 0 24 24" aria-hidden="true">
                ${svg`<path d=${kind === "start" ? PLAY : STOP}></path>`}</svg
              ><span class="word">${label}</span>`}
    </button>`;
  }

  private renderError(): TemplateResult | typeof nothing {
    const error = this.shownError();
    if (!error) return this.expects("last_error", TOLD_S) ? html`<div class="below space tall"></div>` : nothing;
    return html`<div class="below error" role="alert">
      <div>
        <p>${error.text}</p>
        ${error.reference
          ? html`<details>
              <summary>${this.text("details")}</summary>
              <code>${error.reference}</code>
            </details>`
          : nothing}
      </div>
      <button type="button" class="close" aria-label=${this.text("dismiss")} @click=${() => this.dismiss(error)}>
        <svg viewBox="0 0 24 24" aria-hidden="true">${svg`<path d=${CLOSE}></path>`}</svg>
      </button>
    </div>`;
  }

  private shownError(): ShownError | undefined {
    const { error } = this;
    const own = error && this.now - error.at < TOLD_S ? error : undefined;
    const shown = own ?? this.lastError();
    return shown && !isDismissed(this.point.id, shown) ? shown : undefined;
  }

  /** Why the last session failed, while nothing else has happened. */
  private lastError(): ShownError | undefined {
    const error = this.details?.error;
    if (!error || this.pending() || this.ago(error.ago) >= TOLD_S) return undefined;
    return { text: error.text, reference: error.request_id && named(this.hass, error.request_id) };
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
    if (this.details || this.unreadable || !state || state.state === "none" || this.isOn()) return false;
    const at = Date.parse(key === "last_error" ? (state.last_changed ?? "") : state.state);
    return Date.now() - at < within * 1000;
  }
}
