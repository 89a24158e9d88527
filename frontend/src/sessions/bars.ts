/** Bars of energy by day or month, stacked by place. One of them is in the tab order, arrows lead on. */

import { LitElement, css, html, nothing, type TemplateResult } from "lit";

import { formatNumber } from "../format";
import { text } from "../localize";
import { property, state } from "../properties";
import type { Hass } from "../types";
import { patterns } from "./patterns";
import { ticks, type Column, type Series } from "./series";
import type { Unit } from "./types";
import { counted, dayNames, kwh } from "./figures";

/** Where there is no room for all names of the axis, every so many-th stays. */
const FEW = 5;
const MOST_NAMES = 6;
const MONTH_DAYS = 31;
const YEAR_MONTHS = 12;
const BAR_DIGITS = 1;

export class ShellEvBars extends LitElement {
  static override styles = [
    patterns,
    css`
      :host {
        display: block;
        container-type: inline-size;
        color: var(--primary-text-color, #212121);
        font-variant-numeric: tabular-nums;
      }
      .chart {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 8px;
      }
      .scale,
      .plot {
        position: relative;
        block-size: 208px;
        margin-block-start: 20px;
      }
      .scale {
        display: grid;
        color: var(--secondary-text-color, #5f6368);
        font-size: 12px;
        line-height: 16px;
      }
      .scale span {
        grid-area: 1 / 1;
        align-self: end;
        justify-self: end;
        transform: translateY(calc(8px - var(--at) * 208px));
      }
      .line {
        position: absolute;
        inset-inline: 0;
        inset-block-end: calc(var(--at) * 100%);
        border-block-end: 1px solid var(--divider-color, rgba(127, 127, 127, 0.25));
      }
      .line.ground {
        border-color: var(--secondary-text-color, #5f6368);
      }
      .columns,
      .axis {
        display: grid;
        grid-template-columns: repeat(var(--count), minmax(0, 1fr));
      }
      .columns {
        position: absolute;
        inset: 0;
      }
      .column {
        display: flex;
        flex-direction: column-reverse;
        position: relative;
        inline-size: 100%;
        min-inline-size: 0;
        max-inline-size: 120px;
        margin: 0 auto;
        padding: 0 min(14%, 10px);
        border: none;
        border-radius: 4px 4px 0 0;
        background: none;
        font: inherit;
        color: inherit;
      }
      button.column {
        cursor: default;
      }
      button.column.leads {
        cursor: pointer;
      }
      .column.active {
        background: color-mix(in srgb, currentColor 9%, transparent);
      }
      .column:focus-visible {
        outline: 2px solid var(--primary-color, #03749c);
        outline-offset: 1px;
      }
      .fill {
        inline-size: 100%;
        max-inline-size: 44px;
        margin-inline: auto;
        block-size: calc(var(--share) * 100%);
        min-block-size: 2px;
      }
      .column .fill:last-of-type {
        border-start-start-radius: 4px;
        border-start-end-radius: 4px;
      }
      /* Below the ground: what is not known is no amount. */
      .lacks {
        box-sizing: border-box;
        inline-size: 8px;
        block-size: 8px;
        border: 1.5px solid var(--secondary-text-color, #5f6368);
        border-radius: 50%;
      }
      .column .lacks {
        position: absolute;
        inset-block-start: calc(100% + 3px);
        inset-inline-start: calc(50% - 4px);
      }
      .lacking .axis {
        margin-block-start: 12px;
      }
      .axis {
        grid-column: 2;
        color: var(--secondary-text-color, #5f6368);
        font-size: 12px;
        line-height: 16px;
      }
      .axis span {
        justify-self: center;
        inline-size: 0;
        display: flex;
        justify-content: center;
        white-space: nowrap;
      }
      .axis .today {
        color: var(--primary-text-color, #212121);
        font-weight: 600;
      }
      .rare .axis span:not(.few) {
        visibility: hidden;
      }
      @container (max-width: 640px) {
        .dense .axis span:not(.few) {
          visibility: hidden;
        }
      }
      @container (max-width: 460px) {
        .axis span:not(.few) {
          visibility: hidden;
        }
      }
      .tip {
        --wide: min(220px, 100%);
        --aside: calc(var(--x) * 100% + 50% / var(--count) + 8px);
        position: absolute;
        z-index: 1;
        inset-block-start: -8px;
        inset-inline-start: min(var(--aside), 100% - var(--wide));
        inline-size: var(--wide);
        box-sizing: border-box;
        padding: 8px 10px;
        border: 1px solid var(--divider-color, rgba(127, 127, 127, 0.3));
        border-radius: 8px;
        background: var(--card-background-color, #fff);
        box-shadow: 0 4px 14px rgba(0, 0, 0, 0.22);
        font-size: 13px;
        line-height: 18px;
        pointer-events: none;
      }
      .tip.before {
        inset-inline: auto min(100% - var(--x) * 100% + 50% / var(--count) + 8px, 100% - var(--wide));
      }
      /* Where it has no room beside its bar it stands above them all. */
      @container (max-width: 460px) {
        .tip,
        .tip.before {
          inset-inline: 0;
          inset-block: auto calc(100% - 12px);
          inline-size: auto;
        }
      }
      .tip b {
        display: block;
        font-weight: 500;
      }
      .tip .part {
        display: grid;
        grid-template-columns: 12px minmax(0, 1fr) auto;
        align-items: center;
        gap: 6px;
      }
      .tip .part bdi {
        overflow-wrap: anywhere;
      }
      .tip .dim {
        color: var(--secondary-text-color, #5f6368);
      }
      .tip .lacks {
        justify-self: center;
      }
      .tip .fill,
      .legend .fill {
        inline-size: 12px;
        block-size: 12px;
        margin: 0;
        border-radius: 3px;
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
        font-size: 13px;
        line-height: 20px;
      }
      .legend li {
        display: flex;
        align-items: center;
        gap: 6px;
        overflow-wrap: anywhere;
      }
      .legend .fill {
        flex: none;
        inline-size: 16px;
        block-size: 16px;
      }
      .legend .lacks {
        margin-inline: 4px;
      }
      @media (prefers-reduced-motion: no-preference) {
        .column .fill {
          transition: block-size 0.25s ease-out;
        }
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) columns: Column[] = [];
  @property({ attribute: false }) series: Series[] = [];
  @property() unit: Unit = "day";
  @property() today = "";
  /** Opens a day or a month; without it a bar leads nowhere. */
  @property({ attribute: false }) open?: (day: string) => void;

  /** The day whose figures are told. */
  @state() private active?: string;
  /** The day that is in the tab order. */
  @state() private current?: string;
  /** The day that a finger has touched: what it is comes first, then where it leads. */
  private touched?: string;

  protected override render(): TemplateResult {
    const { columns } = this;
    const scale = ticks(Math.max(0, ...columns.map(({ energy }) => energy)));
    const top = scale.at(-1) ?? 1;
    const told = columns.findIndex(({ day, sessions }) => day === this.active && sessions > 0);
    const stop = columns.find(({ day, sessions }) => day === this.current && sessions > 0) ?? columns.find(({ sessions }) => sessions > 0);
    const density = columns.length > MONTH_DAYS ? "rare" : columns.length > YEAR_MONTHS ? "dense" : "";
    const lacking = columns.some(({ lacks }) => lacks) ? "lacking" : "";
    return html`<div class="chart ${density} ${lacking}" style="--count: ${columns.length}">
        <div class="scale" aria-hidden="true">
          ${scale.map((tick, index) => html`<span style="--at: ${tick / top}"
            >${formatNumber(this.hass, tick, Number.isInteger(scale[1] ?? 1) ? 0 : 1)}${index === scale.length - 1 ? " kWh" : ""}</span>`)}
        </div>
        <div class="plot">
          ${scale.map((tick) => html`<div class="line ${tick ? "" : "ground"}" style="--at: ${tick / top}"></div>`)}
          <div
            class="columns"
            role="group"
            aria-label=${text(this.hass.language, `sessions.bars.${this.unit}`)}
            @keydown=${this.pressed}
            @pointerleave=${this.leave}
          >
            ${columns.map((column) => this.renderColumn(column, top, column === stop))}
          </div>
          ${told < 0 ? nothing : this.renderTip(columns[told] as Column, (told + 0.5) / columns.length)}
        </div>
        <div class="axis" aria-hidden="true">
          ${columns.map(({ day }, index) => this.renderName(day, index))}
        </div>
      </div>
      <ul class="legend">
        ${this.series.map((series) => html`<li>${this.renderFill(series)}<bdi>${this.nameOf(series)}</bdi></li>`)}
        ${lacking
          ? html`<li><span class="lacks"></span>${text(this.hass.language, "sessions.bar.lacks")}</li>`
          : nothing}
      </ul>`;
  }

  private nameOf({ name }: Series): string {
    return name ?? text(this.hass.language, "sessions.other_places");
  }

  private renderFill({ tone, pattern }: Series, share?: number): TemplateResult {
    return html`<span
      class="fill tone${tone} pattern${pattern}"
      style=${share === undefined ? nothing : `--share: ${share}`}
    ></span>`;
  }

  private renderName(day: string, index: number): TemplateResult {
    const { length } = this.columns;
    const names = dayNames(this.hass, day, this.unit);
    const isMonth = this.unit === "day" && length <= MONTH_DAYS;
    const number = isMonth ? Number(day.slice(8)) : index;
    const every = isMonth ? FEW : Math.ceil(length / MOST_NAMES);
    const isFew = number % every === 0 || (isMonth && number === 1);
    const isToday = this.today.startsWith(day);
    return html`<span class="${isFew ? "few" : ""} ${isToday ? "today" : ""}"
      >${length > MONTH_DAYS ? names.axis : names.short}</span
    >`;
  }

  private renderColumn(column: Column, top: number, stops: boolean): TemplateResult {
    const { day, sessions, lacks, parts } = column;
    if (!sessions) return html`<div class="column" @pointerenter=${this.leave}></div>`;
    const tell = () => {
      this.active = day;
    };
    return html`<button
      type="button"
      class="column ${day === this.active ? "active" : ""} ${this.open ? "leads" : ""}"
      data-day=${day}
      tabindex=${stops ? 0 : -1}
      aria-label=${this.told(column)}
      @pointerenter=${tell}
      @focus=${() => {
        this.current = day;
        tell();
      }}
      @blur=${this.leave}
      @click=${(event: PointerEvent) => {
        const first = event.pointerType === "touch" && this.touched !== day;
        this.touched = day;
        if (first || !this.open) return tell();
        this.touched = this.active = undefined;
        this.open(day);
      }}
    >
      ${parts.map(({ series, energy }) => this.renderFill(this.series[series] as Series, energy / top))}
      ${lacks ? html`<span class="lacks"></span>` : nothing}
    </button>`;
  }

  private lines({ parts }: Column): { series: Series; name: string; energy: string }[] {
    return parts.map(({ series: at, energy }) => {
      const series = this.series[at] as Series;
      return { series, name: this.nameOf(series), energy: kwh(this.hass, energy, BAR_DIGITS) };
    });
  }

  private lack({ lacks }: Column): string {
    return lacks ? counted(this.hass, "sessions.no_energy", lacks) : "";
  }

  private told(column: Column): string {
    const { full } = dayNames(this.hass, column.day, this.unit);
    const parts = this.lines(column).map(({ name, energy }) => `${name} ${energy}`);
    const sum = column.parts.length ? kwh(this.hass, column.energy, BAR_DIGITS) : "";
    const count = counted(this.hass, "sessions.count", column.sessions);
    return `${full}: ${[sum, count, this.lack(column), ...parts].filter(Boolean).join(", ")}`;
  }

  /** What the focused bar's name says, for those who see it. */
  private renderTip(column: Column, at: number): TemplateResult {
    return html`<div class="tip ${at > 0.5 ? "before" : ""}" aria-hidden="true" style="--x: ${at}">
      <b>${dayNames(this.hass, column.day, this.unit).full}</b>
      ${column.parts.length ? html`<span>${kwh(this.hass, column.energy, BAR_DIGITS)} ·</span>` : nothing}
      <span class="dim">${counted(this.hass, "sessions.count", column.sessions)}</span>
      ${this.lines(column).map(
        ({ series, name, energy }) => html`<span class="part"
          >${this.renderFill(series)}<bdi>${name}</bdi><span>${energy}</span></span
        >`,
      )}
      ${column.lacks
        ? html`<span class="part"><span class="lacks"></span><span class="dim">${this.lack(column)}</span></span>`
        : nothing}
    </div>`;
  }

  private leave = (): void => {
    this.active = undefined;
  };

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.leave();
    const bars = [...this.renderRoot.querySelectorAll<HTMLElement>("button.column")];
    const at = bars.indexOf(event.target as HTMLElement);
    const forward = getComputedStyle(this).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    bars[Math.min(Math.max(to, 0), bars.length - 1)]?.focus();
  }
}
