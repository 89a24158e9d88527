/** What is known of a charge point: by states, and by what is asked for. */

import { LitElement, type PropertyValues } from "lit";

import { KEYS, knownState, stateOf, type ChargePoint, type Key } from "../charge-points";
import { requested, settled, type Command, type Kind } from "../command";
import { isUnauthorized, type ShownError } from "../errors";
import { text, type TextKey } from "../localize";
import { property, state } from "../properties";
import type { CardConfig, Details, Hass } from "../types";
import { ago, left, uptime } from "./countdown";
import { TOLD_S } from "./errors-shown";
import { isLost, lastSeen, shownStates } from "./last-seen";
import { PowerWatch } from "./power-watch";

/** Changes that come together are asked about together. */
const TOGETHER_MS = 250;
/** While a command is under way it is asked about again after so many seconds. */
const AGAIN_S = 3;
/** A start that takes longer may be stopped; a second press in a hurry does not. */
const STOPPABLE_S = 5;
/** So long a receipt stays. */
export const RECEIPT_S = 3600;
/** So long Shell's directory may call occupied what we have just left. */
const LEFT_S = 900;
/** An account that is loaded anew is back before that. */
const BORNE_S = 10;
/** What may be worth asking about anew. */
const NEWS = ["charging", "session_state", "last_error", "session", "price"] as const;

/** What the button does. */
export interface Act {
  kind: Kind;
  /** The seconds until it may be pressed. */
  wait: number;
  busy: boolean;
  blocked: boolean;
}

/** Reads a charge point and keeps what is known of it up to date; what is shown of it is another's. */
export abstract class ChargePointReading extends LitElement {
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) point!: ChargePoint;
  @property({ attribute: false }) config!: CardConfig;
  /** The device of the charge card that pays, where it is not the charge point's own. */
  @property() chosen = "";
  /** Whether to tell which card pays: they differ. */
  @property({ type: Boolean }) names = false;
  /** Takes what was read. */
  @property({ attribute: false }) told?: (id: string, details: Details) => void;

  @state() protected command?: Command;
  @state() protected error?: ShownError & { at: number };
  @state() protected details?: Details;
  @state() protected unreadable = false;
  @state() protected forbidden = false;
  @state() protected asked = false;

  /** Whether what was answered is of the session's last turn. */
  protected fresh = false;
  protected now = uptime();
  protected readAt = 0;
  /** What a wait was at its longest: a whole ring. */
  protected whole = 0;
  protected clock?: number;
  protected asking?: number;
  protected following?: number;
  protected readonly power = new PowerWatch(() => this.requestUpdate());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.seen);
    for (const timer of [this.clock, this.asking, this.following]) window.clearTimeout(timer);
    this.clock = this.asking = this.following = undefined;
    // What becomes of it is Home Assistant's to say, whenever this is shown again.
    this.command = undefined;
    this.power.forget();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.seen);
    if (this.hasUpdated) this.ask(0);
  }

  /** A page that was asleep has counted no seconds, perhaps. */
  protected seen = (): void => {
    if (document.visibilityState === "visible") this.ask(0);
  };

  /** Only what this row shows makes it render again. */
  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    if (changed.size !== 1 || !changed.has("hass")) return true;
    const before = changed.get("hass") as Hass | undefined;
    return before === undefined || this.differs(before);
  }

  protected differs(before: Hass): boolean {
    const { hass, point } = this;
    const watched = this.power.entity;
    return (
      before.connected !== hass.connected ||
      before.locale !== hass.locale ||
      before.language !== hass.language ||
      before.entities !== hass.entities ||
      before.devices !== hass.devices ||
      before.localize !== hass.localize ||
      (watched !== undefined && before.states[watched] !== hass.states[watched]) ||
      KEYS.some((key) => stateOf(before, point, key) !== stateOf(hass, point, key))
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.now = uptime();
    const session = stateOf(this.hass, this.point, "session_state");
    if (this.command && settled(this.command, session)) this.command = undefined;
    this.see();
    const before = changed.get("hass") as Hass | undefined;
    if (changed.has("hass") && before) this.follow(before);
    if (changed.has("config") || (changed.has("hass") && this.isNews(before)))
      this.ask(before ? TOGETHER_MS : 0);
    if (this.runs() && this.details)
      this.power.follow(
        this.hass,
        this.details.power_sensor,
        this.details.energy_sensor,
        this.known("session_started")?.state,
      );
    else this.power.forget();
    const { wait } = this.act();
    this.whole = wait ? Math.max(wait, this.whole) : 0;
    this.toggleAttribute("hidden", this.forbidden);
    this.setAttribute("tone", this.tone());
  }

  /** Keep what is known now; where nothing is, go on from what was. */
  private see(): void {
    const seen = lastSeen(this.hass, this.point);
    if (!this.isLost()) {
      seen.states = this.hass.states;
      seen.lostAt = undefined;
      return;
    }
    seen.lostAt = this.hass.connected && seen.states ? (seen.lostAt ?? this.now) : -Infinity;
    const { details, readAt } = seen;
    if (!this.details) Object.assign(this, { details, readAt });
  }

  /** What happened meanwhile makes some of what is shown old. */
  protected follow(before: Hass): void {
    if (!before.connected) this.power.forget();
    const state = stateOf(this.hass, this.point, "session_state");
    const turned = stateOf(before, this.point, "session_state")?.state !== state?.state;
    if (turned) this.fresh = false;
    if (turned && (state?.state === "start_requested" || state?.state === "started")) this.error = undefined;
  }

  protected override updated(): void {
    this.dispatchEvent(new Event("shell-ev-rendered", { bubbles: true }));
    window.clearTimeout(this.clock);
    this.clock = undefined;
    const pause = this.isConnected ? this.pause() : undefined;
    if (pause === undefined) return;
    this.clock = window.setTimeout(() => {
      this.clock = undefined;
      const { details } = this;
      if (details?.command && this.now - this.readAt >= AGAIN_S - 1) this.ask(0);
      this.requestUpdate();
    }, pause * 1000);
  }

  /** Seconds until something that is shown is another by itself. */
  protected pause(): number | undefined {
    if (this.runs() || this.act().wait > 0 || this.details?.command || this.command || this.isLost()) return 1;
    const { details, error } = this;
    const ends = [
      details?.receipt && RECEIPT_S - this.ago(details.receipt.ended_ago),
      typeof details?.left_ago === "number" && LEFT_S - this.ago(details.left_ago),
      details?.error && TOLD_S - this.ago(details.error.ago),
      error && TOLD_S - (this.now - error.at),
    ].filter((seconds) => typeof seconds === "number" && seconds > 0) as number[];
    return ends.length ? Math.min(...ends) + 0.1 : undefined;
  }

  protected ago(seconds: number): number {
    return ago(seconds, this.readAt, this.now);
  }

  /** Whether there may be more to know than before: after a session's turn, or a lost connection. */
  protected isNews(before: Hass | undefined): boolean {
    return (
      !before ||
      before.connected !== this.hass.connected ||
      NEWS.some((key) => stateOf(before, this.point, key) !== stateOf(this.hass, this.point, key))
    );
  }

  /** Ask for what states do not say: once in a moment, however much changed at once. */
  ask(after = TOGETHER_MS): void {
    if (this.asking || !this.hass.connected || !this.isConnected) return;
    this.asking = window.setTimeout(async () => {
      this.asking = undefined;
      await this.read();
    }, after);
  }

  protected async read(): Promise<void> {
    try {
      const details = await this.hass.callWS<Details>({
        type: "shell_ev/charge_point",
        device_id: this.point.id,
        limit: this.config.sessions ?? 0,
        language: this.hass.language,
      });
      this.details = details;
      this.unreadable = this.forbidden = false;
      this.fresh = true;
      this.readAt = this.now = uptime();
      Object.assign(lastSeen(this.hass, this.point), { details, readAt: this.now });
      const { error } = this;
      const { command } = details;
      if (error && command?.kind === "start" && this.readAt - command.since > error.at) this.error = undefined;
      this.told?.(this.point.id, details);
    } catch (error) {
      this.unreadable = true;
      this.forbidden = isUnauthorized(error);
    }
  }

  /**
   * Whether the user may start and stop here. The frontend knows of no permission but an
   * administrator's, so everybody else waits for the answer; where there is none, they may try.
   */
  protected mayControl(): boolean {
    return this.details?.may_control ?? (this.unreadable || this.hass.user?.is_admin === true);
  }

  protected known(key: Key) {
    return knownState(shownStates(this.hass, this.point), this.point, key);
  }

  protected shown(key: Key) {
    return stateOf(shownStates(this.hass, this.point), this.point, key);
  }

  protected isOn(): boolean {
    return this.shown("charging")?.state === "on";
  }

  /** Whether a session runs, or did when that could last be seen. */
  protected runs(): boolean {
    return this.isOn() && this.shown("session_state")?.state !== "start_requested";
  }

  protected isLost(): boolean {
    return isLost(this.hass, this.point);
  }

  /** Whether it is lost for so long that it is to be told. */
  protected isGone(): boolean {
    return this.now - (lastSeen(this.hass, this.point).lostAt ?? this.now) >= BORNE_S;
  }

  /** What is under way: by our press, by what Home Assistant knows and no state shows, or by the state. */
  protected pending(): Kind | undefined {
    if (this.command) return this.command.kind;
    const there = this.details?.command?.kind;
    // What was answered may be over by what a state tells: nothing is stopped that is not on.
    if (there && (there === "stop") === this.isOn()) return there;
    return requested(this.shown("session_state"));
  }

  /** Seconds that a start has been under way for. */
  protected startingFor(): number {
    const there = this.details?.command;
    if (this.command) return this.now - this.command.at;
    return there?.kind === "start" ? this.ago(there.since) : 0;
  }

  /** Seconds until the button may be pressed. */
  protected guard(kind: Kind): number {
    const wait = (seconds: number | null | undefined) => left(seconds, this.readAt, this.now);
    // A stop goes out although Shell asks to wait.
    if (kind === "stop") return wait(this.details?.stop_guard);
    return Math.max(wait(this.details?.start_guard), wait(this.details?.held));
  }

  protected act(): Act {
    const waits = this.pending();
    const slow = waits === "start" && this.startingFor() >= STOPPABLE_S;
    const working = waits !== undefined && !slow;
    const kind = waits ? (slow ? "stop" : waits) : this.isOn() ? "stop" : "start";
    const wait = working || this.isLost() ? 0 : this.guard(kind);
    return { kind, wait, busy: working || this.asked, blocked: this.isLost() || working || wait > 0 };
  }

  protected availability(): string | undefined {
    return this.known("availability")?.state;
  }

  /** Whether it is we who have left it a moment ago, rather than somebody who is there. */
  protected justLeft(): boolean {
    const left = this.details?.left_ago;
    return (
      this.availability() === "occupied" &&
      (this.details?.session?.own === true || (typeof left === "number" && this.ago(left) < LEFT_S))
    );
  }

  protected tone(): string {
    if (this.isLost()) return "lost";
    if (this.pending()) return "pending";
    if (this.isOn()) return "charging";
    if (this.availability() === "out_of_service") return "error";
    return this.availability() === "occupied" && !this.justLeft() ? "occupied" : "free";
  }

  protected text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }
}
