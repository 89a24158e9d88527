/** A place in full: what can be charged at, for how much, and what can be done about it. */

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import { actButton, closeButton, refusal, type Act } from "../acts";
import { cardEntities } from "../charge-points";
import { ago, left, uptime } from "../charging/countdown";
import { send, type Kind } from "../command";
import { agreed, startQuestion, type Question } from "../confirm";
import { Deeds, type Outcome } from "../deeds";
import { named } from "../errors";
import { payers, priceParts } from "../charging/figures";
import { formatMoney } from "../format";
import { text, type TextKey } from "../localize";
import { pressStyles } from "../press-styles";
import { property, state } from "../properties";
import { Changes } from "../sessions/changes";
import type { Hass, Prices } from "../types";
import { isMine, keyOf, pricesAt, statusOf, toldOf, type Outlet, type Place, type Status } from "./places";
import { mayStart, ownAt, payingCard, rightsAt, type Rights } from "./rights";
import type { Running } from "./running";
import { isAdded, remember } from "./search";
import { mapStyles, sheetStyles } from "./styles";
import { wayTo } from "./way";
import { asOf, distanceWords, placeName, plugWords, statusWords } from "./place-texts";

/** What a command has come to, as the actions answer it. */
interface Became {
  state: string;
  error_text: string | null;
  start_request_id?: string | null;
  stop_request_id?: string | null;
}

/** Of the facts of an outlet: it goes with what it is about, where that is one alone. */
const AS_OF = 2;

export class ShellEvPlace extends LitElement {
  static override styles = [mapStyles, pressStyles, sheetStyles];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) place!: Place;

  @state() private rights?: Rights;
  /** The card that was chosen to pay; none means each outlet's own. */
  @state() private card = "";

  private readonly deeds = new Deeds(this);
  /** A command is out, or has come back, which no state tells. */
  private readonly commands = new Changes(() => void this.ask(), "commands");
  private readAt = 0;
  private now = 0;
  /** What a wait was at its longest: a whole ring. */
  private whole = 0;
  private clock?: number;
  private asked = 0;
  /** Entities that tell when there may be more to know. */
  private news: string[] = [];

  /** Whoever has opened it goes on here. */
  override focus(): void {
    this.renderRoot.querySelector("h3")?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.now = uptime();
    const longest = Math.max(0, ...this.place.outlets.map((each) => this.wait(each)));
    this.whole = longest ? Math.max(longest, this.whole) : 0;
    const hass = changed.get("hass") as Hass | undefined;
    if (changed.has("hass") && hass?.entities !== this.hass.entities)
      this.news = cardEntities(this.hass).states;
    const place = changed.get("place") as Place | undefined;
    if (changed.has("place") && place?.key !== this.place.key) {
      this.rights = undefined;
      this.card = "";
      void this.ask();
    } else if ((hass && this.isNews(hass)) || (place && owned(place) !== owned(this.place))) void this.ask();
  }

  /** Whether more may run than before, or less. */
  private isNews(before: Hass): boolean {
    const { hass } = this;
    return (
      (!before.connected && hass.connected) ||
      this.news.some((id) => before.states[id]?.state !== hass.states[id]?.state)
    );
  }

  protected override updated(): void {
    window.clearTimeout(this.clock);
    if (!this.hass.connected) this.commands.lost();
    else if (this.isConnected) this.commands.begin(this.hass);
    const pause = this.whole ? 1 : this.deeds.pause();
    if (this.isConnected && pause) this.clock = window.setTimeout(() => this.requestUpdate(), pause * 1000);
  }

  /** It is opened again, perhaps much later. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate("place");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.clock);
    this.commands.end();
  }

  private async ask(place = this.place): Promise<Rights> {
    const turn = place.key === this.place.key && ++this.asked;
    const rights = await rightsAt(this.hass, place);
    if (turn !== this.asked) return rights;
    for (const outlet of place.outlets) {
      const [before, charges] = [this.rights, rights].map((each) => each && isCharging(each, outlet));
      if (before !== charges) this.deeds.turned(keyOf(outlet), charges === true);
    }
    this.rights = rights;
    this.readAt = uptime();
    return rights;
  }

  private running(outlet: Outlet): Running | undefined {
    return this.rights?.running.get(keyOf(outlet));
  }

  /** Seconds until what runs may be stopped, or another start is taken. A stop goes out although Shell asks to wait. */
  private wait(outlet: Outlet): number {
    const { rights } = this;
    if (!rights) return 0;
    const running = this.running(outlet);
    const start = Math.max(rights.held, ownAt(rights, outlet)?.start_guard ?? 0);
    return left(running ? running.guard : start, this.readAt, this.now);
  }

  /** What it does: as Home Assistant told when it was asked, or as states tell. */
  private status(outlet: Outlet): Status | null {
    const since = this.rights && ownAt(this.rights, outlet)?.left_ago;
    return statusOf(this.hass, outlet, since && ago(since, this.readAt, this.now));
  }

  private text(key: TextKey, values?: Record<string, string | number>): string {
    return text(this.hass.language, key, values);
  }

  private prices(outlet: Outlet): Prices | null {
    return pricesAt(this.hass, outlet, this.rights && ownAt(this.rights, outlet)?.prices);
  }

  private priceWords(outlet: Outlet): string[] {
    const prices = this.prices(outlet);
    const parts = prices ? priceParts(this.hass, prices) : [];
    return parts.length ? parts : [this.text("map.no_price")];
  }

  // What a person does

  private async start(outlet: Outlet): Promise<void> {
    const key = keyOf(outlet);
    let wanted = false;
    await this.deeds.run(key, "ask", async () => {
      const [may, question] = [() => this.mayStill(outlet), () => this.question(outlet)];
      wanted = await agreed(this, () => this.ask(), may, question);
    });
    if (!wanted) return;
    await this.deeds.run(key, "start", async () => {
      const where = outlet.device_id ? { charge_point: outlet.device_id } : { evse_id: outlet.evse_id };
      const what = { ...where, charge_card: this.paying(outlet)?.id };
      const { response } = (await send(this.hass, "start", what, true)) as { response?: Became };
      void this.ask();
      if (response?.state === "started") return this.said("map.started", true);
      return (response && this.failure("start", response)) || this.said("map.unconfirmed", false);
    });
  }

  /** A stop costs nothing, so nothing is asked before. Whether it is the end, Home Assistant tells. */
  private stop(outlet: Outlet, { what }: Running): Promise<void> {
    const { place } = this;
    const key = keyOf(outlet);
    return this.deeds.run(key, "stop", async () => {
      const answer = (await send(this.hass, "stop", what, true)) as { response?: { sessions: Became[] } } | undefined;
      const { running } = await this.ask(place);
      for (const session of answer?.response?.sessions ?? []) {
        const failure = this.failure("stop", session);
        if (failure) return failure;
      }
      return running.has(key) ? undefined : this.said("map.stopped", false);
    });
  }

  private said(key: TextKey, charges?: boolean): Outcome {
    return { text: this.text(key), reference: null, failed: false, ...(charges === undefined ? {} : { charges }) };
  }

  /** Why a command has failed, where it has. */
  private failure(kind: Kind, session: Became): Outcome | undefined {
    if (session.state !== `failed_to_${kind}`) return undefined;
    const id = session[`${kind}_request_id`];
    return {
      text: session.error_text ?? this.text("error.unknown"),
      reference: id ? named(this.hass, id) : null,
      failed: true,
      charges: kind === "stop",
    };
  }

  private mayStill(outlet: Outlet): boolean {
    const { rights, hass, place } = this;
    return (
      this.isConnected &&
      hass.connected &&
      place.outlets.some((each) => keyOf(each) === keyOf(outlet)) &&
      !!rights &&
      mayStart(rights, outlet) &&
      !this.wait(outlet) &&
      !isMine(this.status(outlet))
    );
  }

  private paying(outlet: Outlet) {
    return this.rights && payingCard(this.rights, outlet, this.card);
  }

  private question(outlet: Outlet): Question {
    const { hass } = this;
    const prices = this.prices(outlet);
    const costs = prices ? priceParts(hass, { ...prices, start_fee: null }) : [];
    const fee = prices?.start_fee ? formatMoney(hass, prices.start_fee, prices.currency) : "";
    const card = this.paying(outlet)?.name;
    return startQuestion(hass, this.text("map.start"), [
      `${[outlet.name, ...costs].join(" · ")}.`,
      fee ? this.text("confirm.fee", { fee }) : "",
      fee || costs.length ? "" : this.text("confirm.unknown"),
      card ? this.text("confirm.card", { card }) : "",
      isTaken(this.status(outlet)) ? this.text("map.taken") : "",
    ]);
  }

  private add(outlet: Outlet): Promise<void> {
    return this.deeds.run(keyOf(outlet), "add", async () => {
      const { account, evse_id } = outlet;
      await this.hass.callWS({ type: "shell_ev/add_charge_point", account, evse_id });
      remember(evse_id);
      return this.said("map.added");
    });
  }

  // What a person sees

  protected override render(): TemplateResult {
    const { hass, place } = this;
    const name = placeName(place);
    const { operator, address } = place.outlets.find((outlet) => outlet.operator) ?? place.outlets[0] ?? {};
    const { distance } = place;
    const where = [operator, address].map((each) => each && html`<bdi class="long">${each}</bdi>`);
    const facts = place.outlets.map((outlet) => this.facts(outlet));
    // What is the same for all of them is said once.
    const shared = (facts[0] ?? []).map((first, at) =>
      facts.every((each) => String(each[at]) === String(first)) && (at < AS_OF || facts.length > 1) ? first : [],
    );
    return html`<section class="card" aria-labelledby="name">
      <header>
        <h3 id="name" tabindex="-1"><bdi>${name}</bdi></h3>
        ${closeButton(this.text("map.close"), () => this.dispatchEvent(new Event("place-closed")))}
        <div class="facts">
          ${[...where, distance !== null && html`<bdi>${distanceWords(hass, distance)}</bdi>`]
            .filter((each) => each)
            .map((each, index) => html`${index ? " · " : nothing}${each}`)}
        </div>
      </header>
      <div class="way">
        <a
          class="tonal"
          href=${wayTo(place, name)}
          target="_blank"
          rel="noopener noreferrer"
          aria-label=${this.text("map.navigate.label", { name })}
          >${this.text("map.navigate")}</a
        >
      </div>
      <div class="lines">${lines(shared)}</div>
      ${this.renderCards()}
      <ul>
        ${repeat(
          place.outlets,
          keyOf,
          (outlet, index) => {
            const own = facts[index]?.filter((_, at) => !shared[at]?.length) ?? [];
            return html`<li class="outlet">${this.renderOutlet(outlet, own)}</li>`;
          },
        )}
      </ul>
    </section>`;
  }

  /** What there is to say of an outlet, in lines: what it costs, how one charges, and as of when. */
  private facts(outlet: Outlet): string[][] {
    const { hass } = this;
    const { status, at } = toldOf(hass, outlet);
    const told = status && at && !this.running(outlet) && [status, null].includes(this.status(outlet));
    return [this.priceWords(outlet), plugWords(hass, outlet), told ? [asOf(hass, at)] : []];
  }

  /** Which card pays is asked where there are several. */
  private renderCards(): TemplateResult | typeof nothing {
    const { rights, place } = this;
    if (!rights || rights.cards.length < 2) return nothing;
    const outlets = place.outlets.filter((outlet) => mayStart(rights, outlet));
    const usual = new Map(outlets.map((outlet) => payingCard(rights, outlet, "")).map((card) => [card?.id, card]));
    if (!usual.size) return nothing;
    const several = usual.size > 1;
    const paying = this.card || (several ? "" : [...usual.keys()][0]);
    return html`<label class="pay">
      ${this.text("pay_with")}
      <select @change=${(event: Event) => (this.card = (event.target as HTMLSelectElement).value)}>
        ${several ? html`<option value="">${payers(this.hass, [...usual.values()])}</option>` : nothing}
        ${rights.cards.map(
          ({ id, name }) => html`<option value=${id} ?selected=${id === paying}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  private renderOutlet(outlet: Outlet, facts: string[][]): TemplateResult {
    const { hass } = this;
    const status = this.running(outlet)?.state ?? this.status(outlet);
    const { status: told } = toldOf(hass, outlet);
    const words = statusWords(hass, status ?? told);
    return html`<div class="state">
        <span class="dot ${status ?? ""}"></span>
        <div>
          <div>${status || !told ? words : this.text("map.last_known", { state: words })}</div>
          ${lines([...facts, this.known(outlet)])}
        </div>
        ${this.renderActs(outlet)}
      </div>
      ${this.renderOutcome(outlet)}`;
  }

  private renderActs(outlet: Outlet): TemplateResult {
    const { hass, rights } = this;
    const { account, evse_id, device_id } = outlet;
    const deed = this.deeds.at(keyOf(outlet));
    const running = this.running(outlet);
    const starting = deed === "start" || deed === "ask";
    const addable = account && evse_id && !device_id && !isAdded(hass, evse_id) && hass.user?.is_admin;
    return html`<div class="acts">
      ${running?.mayStop && !starting ? this.renderAct(outlet, "stop", running) : nothing}
      ${rights && (starting || mayStart(rights, outlet)) ? this.renderAct(outlet, "start") : nothing}
      ${addable ? this.renderAct(outlet, "add") : nothing}
    </div>`;
  }

  private renderAct(outlet: Outlet, kind: Act["kind"], running?: Running): TemplateResult {
    const { hass, whole } = this;
    const adds = kind === "add";
    const act: Act = {
      kind,
      name: this.label(outlet),
      deed: running?.state === "stopping" ? "stop" : this.deeds.at(keyOf(outlet)),
      away: !hass.connected,
      wait: adds ? 0 : this.wait(outlet),
      whole,
      quiet: adds || (!running && isTaken(this.status(outlet))),
    };
    return actButton(hass, act, () =>
      adds ? this.add(outlet) : running ? this.stop(outlet, running) : this.start(outlet),
    );
  }

  /** What it is known by: one's own, where there is more than it, by what one calls it. */
  private known({ device_id, name, evse_id }: Outlet): string[] {
    const names = device_id && this.place.outlets.length > 1;
    return names ? [name] : evse_id ? [evse_id] : [];
  }

  /** An outlet among several is told apart by its EVSE ID. */
  private label({ name, evse_id }: Outlet): string {
    return this.place.outlets.length > 1 && evse_id ? `${name} ${evse_id}` : name;
  }

  private renderOutcome(outlet: Outlet): TemplateResult {
    const key = keyOf(outlet);
    const outcome = this.deeds.told(key);
    const waits = ["start", "stop"].includes(this.deeds.at(key) ?? "");
    return html`<div class="told" role="status">${waits
        ? this.text("map.waiting")
        : outcome && !outcome.failed
          ? outcome.text
          : nothing}</div>
      ${outcome?.failed
        ? refusal(this.hass, outcome, () => {
            this.deeds.forget(key);
            this.focus();
          })
        : nothing}`;
  }
}

/** Whether a session runs there: one that is only asked for does not. */
function isCharging({ running }: Rights, outlet: Outlet): boolean {
  return (running.get(keyOf(outlet))?.state ?? "starting") !== "starting";
}

/** Which of them are one's own: of others nothing is told. */
function owned({ outlets }: Place): string {
  return outlets.map(({ device_id }) => device_id).join();
}

function isTaken(status: Status | null): boolean {
  return status === "occupied" || status === "out_of_service";
}

/** Facts in lines. */
function lines(facts: string[][]): TemplateResult[] {
  return facts.flatMap((each) => (each.length ? [html`<div class="facts">${parted(each)}</div>`] : []));
}

/** Facts in one line, none of them broken in the middle. */
export function parted(facts: string[]): TemplateResult {
  return html`${facts.map((fact, index) => html`${index ? " · " : nothing}<bdi>${fact}</bdi>`)}`;
}
