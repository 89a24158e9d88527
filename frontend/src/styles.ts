import { css } from "lit";

import { pressStyles } from "./press-styles";

/**
 * Home Assistant's theme decides on every colour; what stands behind is for a page without one.
 * Sizes are those of Home Assistant's tile card, but that whatever is pressed is 44 pixels high.
 */
const row = css`
  :host {
    display: block;
    --ink: var(--primary-text-color, #212121);
    --dim: color-mix(in srgb, var(--ink) 74%, transparent);
    --point-color: var(--state-inactive-color, #9e9e9e);
    --accent: var(--primary-color, #03749c);
    color: var(--ink);
  }
  :host([hidden]) {
    display: none;
  }
  :host([tone="charging"]),
  [tone="charging"] {
    --point-color: var(--success-color, #2e7d32);
  }
  :host([tone="pending"]),
  [tone="pending"] {
    --point-color: var(--warning-color, #b26a00);
  }
  :host([tone="error"]) {
    --point-color: var(--error-color, #c62828);
  }
  :host([tone="free"]) {
    --point-color: var(--accent);
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr) auto;
    align-items: center;
    column-gap: 10px;
    min-block-size: 56px;
    padding-inline: 2px;
    border-radius: 12px;
  }
  .info {
    grid-column: 1 / 3;
    grid-row: 1;
    align-self: stretch;
    min-block-size: 44px;
    margin-inline: -2px;
    padding: 0;
    border: none;
    border-radius: 10px;
    background: var(--ink);
    opacity: 0;
    cursor: pointer;
    transition: opacity 180ms ease-in-out;
  }
  .info:hover {
    opacity: 0.05;
  }
  .info:active {
    opacity: 0.12;
  }
  .info:focus-visible {
    opacity: 1;
    background: transparent;
  }
  .icon {
    position: relative;
    grid-column: 1;
    grid-row: 1;
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    color: var(--point-color);
    pointer-events: none;
  }
  .icon::before {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: 50%;
    background: currentColor;
    opacity: 0.2;
  }
  .info:hover + .icon::before {
    opacity: 0.35;
  }
  .icon svg {
    position: relative;
    inline-size: 24px;
    block-size: 24px;
    fill: currentColor;
  }
  .what {
    grid-column: 2;
    grid-row: 1;
    min-inline-size: 0;
    padding-block: 6px;
    pointer-events: none;
  }
  .name {
    font-size: 14px;
    font-weight: 500;
    line-height: 20px;
    letter-spacing: 0.1px;
    overflow-wrap: anywhere;
  }
  /* What parts facts stands before them, where the edge hides it from the first of a line. */
  .facts,
  .minor,
  .receipt p {
    margin: 0 0 0 -1em;
    clip-path: inset(0 0 0 1em);
  }
  :is(.facts, .minor, .receipt p):dir(rtl) {
    margin: 0 -1em 0 0;
    clip-path: inset(0 1em 0 0);
  }
  .facts {
    color: var(--dim);
    font-size: 12px;
    line-height: 16px;
    letter-spacing: 0.2px;
    font-variant-numeric: tabular-nums;
  }
  /* Figures do not wrap, and are never cut: what is too long for a line goes on in the next. */
  .fact {
    position: relative;
    display: inline-block;
    max-inline-size: 100%;
    box-sizing: border-box;
    padding-inline-start: 1em;
    overflow-wrap: anywhere;
    vertical-align: top;
  }
  .fact::before {
    content: "·";
    position: absolute;
    inset-inline-start: 0;
    inline-size: 1em;
    text-align: center;
  }
  .state {
    color: var(--ink);
  }
  .acts {
    grid-column: 3;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }

  /* What is told beneath. */
  .below {
    grid-column: 1 / -1;
    min-inline-size: 0;
  }
  .space {
    min-block-size: 44px;
  }
  .space.tall {
    min-block-size: 78px;
  }
  .receipt {
    padding-inline-start: 46px;
    min-block-size: 44px;
    font-size: 14px;
    line-height: 22px;
  }
  .receipt p {
    padding-block: 11px;
  }
  .receipt p + details {
    margin-block-start: -11px;
  }
  a {
    color: var(--ink);
  }
  .receipt a {
    display: inline-block;
    min-inline-size: 44px;
    margin-block: -11px;
    padding-block: 11px;
  }
  dl {
    margin: 0;
    font-size: 12px;
    line-height: 20px;
  }
  dl div {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    column-gap: 12px;
  }
  dt {
    color: var(--dim);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    padding-block: 4px;
    border-block-start: 1px solid var(--divider-color, rgba(127, 127, 127, 0.3));
    font-size: 0.9em;
  }
  li .why {
    flex-basis: 100%;
  }
  p.muted {
    margin: 0;
  }
  .muted {
    color: var(--dim);
  }

  /* Room for what is told a moment later, so that nothing moves. */
  @container (max-width: 420px) {
    .facts {
      min-block-size: 32px;
    }
    .away .what {
      grid-column-end: -1;
    }
    .away .acts {
      grid-column: 1 / -1;
      margin-block-end: 6px;
    }
    .away .act {
      flex: 1;
    }
    .away {
      min-block-size: 114px;
    }
  }
  @container (max-width: 300px) {
    .row:not(.hero, .away) .facts {
      min-block-size: 48px;
    }
    .away {
      min-block-size: 134px;
    }
    .receipt {
      padding-inline-start: 2px;
    }
    .row:not(.hero, .away) > .act {
      min-inline-size: 44px;
      padding-inline: 6px;
    }
    .row:not(.hero, .away) > .act > svg {
      display: block;
    }
    .row:not(.hero, .away) > .act > .word {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  /* Half of a phone: prices want the whole of it. */
  @container (max-width: 200px) {
    .row:not(.hero) > .info,
    .row:not(.hero) > .what {
      grid-column-end: -1;
    }
    .row:not(.hero, .away) .facts {
      min-block-size: 32px;
    }
    .row:not(.hero, .away) > .act {
      grid-column: 1 / -1;
      grid-row: auto;
      margin-block: 2px 8px;
    }
    .row:not(.hero, .away) > .act > .word {
      position: static;
      inline-size: auto;
      block-size: auto;
      clip-path: none;
    }
    .error summary {
      margin-block-start: -6px;
    }
  }
`;

export const rowStyles = [pressStyles, row];
