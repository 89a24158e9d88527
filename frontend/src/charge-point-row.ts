/** One charge point: what it does, what it costs, and the button. */

import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";

import { KEYS, chargeCards, knownState, stateOf, type ChargePoint, type Key } from "./charge-points";
import { pending, settled, type Command, type Kind } from "./command";
import { confirmed } from "./confirm";
import { isUnauthorized, named, readError, type ShownError } from "./errors";
import { formatDuration, formatMoney, formatNumber, formatPrice, formatTime, secondsUntil } from "./format";
import { BOLT, POST } from "./icons";
import { text, type TextKey } from "./localize";
import { rowStyles } from "./styles";
import type { CardConfig, Details, Hass, Session } from "./types";

/** How long a state may take to follow an answer before the card believes what it sees. */
const FOLLOW_MS = 5000;
/** Changes that come together are asked about together. */
const TOGETHER_MS = 250;

const AVAILABILITY_ONLY = new Set(["idle", "stopped"]);

export class ShellEvChargePoint extends LitElement {
  static override styles = rowStyles;

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) point!: ChargePoint;
  @property({ attribute: false }) config!: CardConfig;

  @state() private now = Date.now();
  @state() private command?: Command;
  @state() private error?: ShownError;
  @state() private details?: Details;
  @state() private unreadable = false;
  @state() private forbidden = false;
  @state() private card = "";

  private clock?: number;
  private asking?: number;
  private following?: number;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.clock);
    window.clearTimeout(this.asking);
    window.clearTimeout(this.following);
    this.clock = this.asking = this.following = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.ask();
  }

  /** Only what this row shows makes it render again. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (changed.size > 1 || !changed.has("hass")) return true;
    const before = changed.get("hass") as Hass | undefined;
    return before === undefined || this.differs(before);
  }

  private differs(before: Hass): boolean {
    const { hass, point } = this;
    return (
      before.connected !== hass.connected ||
      before.locale !== hass.locale ||
      before.language !== hass.language ||
      before.entities !== hass.entities ||
      before.devices !== hass.devices ||
      before.localize !== hass.localize ||
      KEYS.some((key) => stateOf(before, point, key) !== stateOf(hass, point, key))
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const session = stateOf(this.hass, this.point, "session_state");
    if (this.command && settled(this.command, session)) this.command = undefined;
    if (changed.has("config") || (changed.has("hass") && this.isNews(changed.get("hass")))) this.ask();
    this.setAttribute("tone", this.tone());
  }

  protected override updated(): void {
    const ticking = this.isConnected && this.ticks();
    if (ticking && !this.clock) {
      this.clock = window.setInterval(() => (this.now = Date.now()), 1000);
    } else if (!ticking) {
      window.clearInterval(this.clock);
      this.clock = undefined;
    }
  }

  /** Whether there may be more to know than before: after a session's turn, or a lost connection. */
  private isNews(before: Hass | undefined): boolean {
    return (
      !before ||
      before.connected !== this.hass.connected ||
      (["session_state", "last_error", "session"] as const).some(
        (key) => stateOf(before, this.point, key) !== stateOf(this.hass, this.point, key),
      )
    );
  }

  /** Ask for what states do not say: once now, however much changed at once. */
  private ask(): void {
    if (this.asking || !this.hass.connected) return;
    this.asking = window.setTimeout(async () => {
      this.asking = undefined;
      await this.read();
    }, TOGETHER_MS);
  }

  private async read(): Promise<void> {
    try {
      this.details = await this.hass.callWS<Details>({
        type: "shell_ev/charge_point",
        device_id: this.point.id,
        limit: this.config.sessions ?? 5,
      });
      this.unreadable = this.forbidden = false;
      this.now = Date.now();
    } catch (error) {
      this.unreadable = true;
      this.forbidden = isUnauthorized(error);
    }
  }

  /**
   * Whether the user may start and stop here. The frontend knows of no permission but an
   * administrator's, so everybody else waits for the answer; where there is none, they may try.
   */
  private mayControl(): boolean {
    return this.details?.may_control ?? (this.unreadable || this.hass.user?.is_admin === true);
  }

  private ticks(): boolean {
    return this.since() !== undefined || this.guard() > 0;
  }

  /** When the session that runs has started, in milliseconds since 1970. */
  private since(): number | undefined {
    const state = knownState(this.hass, this.point, "session_state")?.state;
    const started = knownState(this.hass, this.point, "session_started");
    if (!started || (state !== "started" && state !== "stop_requested")) return undefined;
    return Date.parse(started.state);
  }

  private isOn(): boolean {
    return stateOf(this.hass, this.point, "charging")?.state === "on";
  }

  private isLost(): boolean {
    const charging = stateOf(this.hass, this.point, "charging");
    return !this.hass.connected || !charging || charging.state === "unavailable";
  }

  private pending(): Kind | undefined {
    return pending(this.command, stateOf(this.hass, this.point, "session_state"));
  }

  /** Seconds until the button may be pressed. */
  private guard(): number {
    // A stop goes out although Shell asks to wait.
    if (this.isOn()) return secondsUntil(this.details?.stop_guarded_until, this.now);
    return Math.max(
      secondsUntil(this.details?.start_guarded_until, this.now),
      secondsUntil(this.details?.held_until, this.now),
    );
  }

  private tone(): string {
    if (this.isLost()) return "lost";
    if (this.pending()) return "pending";
    if (this.isOn()) return "charging";
    const availability = knownState(this.hass, this.point, "availability")?.state;
    if (availability === "out_of_service") return "error";
    return availability === "occupied" ? "occupied" : "free";
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  // What a person does

  private async press(): Promise<void> {
    if (this.isOn()) return this.run("stop");
    if (await this.mayStart()) return this.run("start");
  }

  private async mayStart(): Promise<boolean> {
    const ask = this.config.confirm ?? "auto";
    if (ask === "never") return true;
    if (!this.details) await this.read();
    const fee = this.details?.start_fee;
    if (ask === "auto" && !fee) return true;
    const price = stateOf(this.hass, this.point, "price");
    const currency = String(price?.attributes["unit_of_measurement"] ?? "").split("/")[0];
    const costs =
      fee && currency
        ? this.text("confirm.fee", { fee: formatMoney(this.hass, fee, currency) })
        : "";
    return confirmed(this, {
      title: this.text("confirm.title", { name: this.point.name }),
      text: `${costs} ${this.text("confirm.text")}`.trim(),
      confirmText: this.text("start"),
      dismissText: this.text("confirm.cancel"),
    });
  }

  private async run(kind: Kind): Promise<void> {
    const { hass, point } = this;
    const command: Command = {
      kind,
      before: stateOf(hass, point, "session_state"),
      answered: false,
    };
    this.command = command;
    this.error = undefined;
    const data = {
      charge_point: point.id,
      ...(kind === "start" && this.card ? { charge_card: this.card } : {}),
    };
    try {
      await hass.callService("shell_ev", `${kind}_session`, data, undefined, false);
      this.answered(command);
    } catch (error) {
      this.command = undefined;
      this.error = await readError(hass, error);
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

  // What a person sees

  protected override render(): TemplateResult | typeof nothing {
    if (this.forbidden) return nothing;
    return html`
      <section class="row" aria-label=${this.point.name}>
        <div class="icon" aria-hidden="true">
          <svg viewBox="0 0 24 24">${svg`<path d=${this.isOn() ? BOLT : POST}></path>`}</svg>
        </div>
        <div>
          <div class="name">${this.point.name}</div>
          <div class="facts">${this.renderState()}${this.renderFacts()}</div>
        </div>
        ${this.mayControl() ? this.renderButton() : nothing}
        ${this.config.compact
          ? nothing
          : html`${this.renderError()}${this.renderCards()}${this.renderSessions()}`}
      </section>
    `;
  }

  /** The state in words; whether it is free says more than that nothing runs. */
  private renderState(): TemplateResult {
    return html`<span class="state" role="status" aria-live="polite"><bdi>${this.stateText()}</bdi></span>`;
  }

  private stateText(): string {
    const session = stateOf(this.hass, this.point, "session_state");
    // What runs can be stopped all the same: the switch stays there for it.
    if (this.isLost() || session?.state === "unavailable") return this.text("lost");
    const waits = this.pending();
    if (waits) return this.text(waits === "start" ? "starting" : "stopping");
    const availability = knownState(this.hass, this.point, "availability");
    const shown =
      availability && (!session || AVAILABILITY_ONLY.has(session.state)) ? availability : session;
    return shown ? this.hass.formatEntityState(shown) : "";
  }

  private renderFacts(): TemplateResult {
    const { hass, point } = this;
    const since = this.since();
    const known = (key: Key) => knownState(hass, point, key);
    const price = known("price");
    const facts = [
      since === undefined
        ? undefined
        : this.text("since", { duration: formatDuration(this.now - since) }),
      ...(["session_energy", "session_cost"] as const).map((key) => {
        const state = this.isOn() ? known(key) : undefined;
        return state && hass.formatEntityState(state);
      }),
      price && formatPrice(hass, price),
    ];
    return html`${facts.map((fact) => (fact ? html`<span><bdi>${fact}</bdi></span>` : nothing))}`;
  }

  private renderButton(): TemplateResult {
    const on = this.isOn();
    const waits = this.pending();
    const guard = this.guard();
    const blocked = this.isLost() || waits !== undefined || guard > 0;
    const kind = on ? "stop" : "start";
    const label =
      waits === "start"
        ? this.text("starting")
        : waits === "stop"
          ? this.text("stopping")
          : guard > 0 && !this.isLost()
            ? this.text("wait", { seconds: guard })
            : this.text(kind);
    return html`<button
      type="button"
      class=${kind}
      ?disabled=${blocked}
      aria-busy=${waits ? "true" : "false"}
      aria-label=${blocked ? nothing : this.text(`${kind}.label`, { name: this.point.name })}
      @click=${this.press}
    >
      ${label}
    </button>`;
  }

  private renderError(): TemplateResult | typeof nothing {
    const error = this.error ?? this.lastError();
    if (!error) return nothing;
    return html`<div class="below error" role="alert">
      ${error.text}
      ${error.reference
        ? html`<details>
            <summary>${this.text("details")}</summary>
            <code>${error.reference}</code>
          </details>`
        : nothing}
    </div>`;
  }

  /** Why the last session failed, while nothing else has happened. */
  private lastError(): ShownError | undefined {
    const error = this.details?.error;
    if (!error || this.pending()) return undefined;
    const known = knownState(this.hass, this.point, "last_error");
    if (!known || known.state === "none") return undefined;
    return { text: error.text, reference: error.request_id && named(this.hass, error.request_id) };
  }

  private renderCards(): TemplateResult | typeof nothing {
    const usable = this.details?.may_use;
    const cards = chargeCards(this.hass, this.point.account);
    if (cards.length < 2 || this.isOn() || !this.mayControl() || usable?.length === 0) return nothing;
    return html`<label class="below">
      ${this.text("pay_with")}
      <select
        .value=${this.card}
        @change=${(event: Event) => (this.card = (event.target as HTMLSelectElement).value)}
      >
        <option value="">${this.text("own_card")}</option>
        ${cards
          .filter((card) => usable?.includes(card.id) ?? true)
          .map((card) => html`<option value=${card.id}>${card.name}</option>`)}
      </select>
    </label>`;
  }

  private renderSessions(): TemplateResult | typeof nothing {
    if (this.config.sessions === 0 || this.details?.sessions === null) return nothing;
    const sessions = this.details?.sessions ?? [];
    return html`<details class="below">
      <summary>${this.text("sessions")}</summary>
      ${this.unreadable
        ? html`<p class="muted">${this.text("sessions.failed")}</p>`
        : sessions.length
          ? html`<ul>
              ${sessions.map((session) => this.renderSession(session))}
            </ul>`
          : html`<p class="muted">${this.text("sessions.none")}</p>`}
    </details>`;
  }

  private renderSession(session: Session): TemplateResult {
    const { started_at, stopped_at, energy, cost, currency } = session;
    const lasted =
      started_at && stopped_at
        ? formatDuration(Date.parse(stopped_at) - Date.parse(started_at))
        : stopped_at
          ? null
          : this.text("session.running");
    const facts = [
      lasted,
      energy === null ? null : `${formatNumber(this.hass, energy, 2)} kWh`,
      cost === null || !currency ? null : formatMoney(this.hass, cost, currency),
    ].filter((it) => it !== null);
    const when = started_at ?? stopped_at;
    return html`<li>
      <span>${when ? formatTime(this.hass, when) : ""}</span>
      <bdi class="muted">${facts.join(" · ")}</bdi>
      ${session.error_text ? html`<span class="why">${session.error_text}</span>` : nothing}
    </li>`;
  }
}
