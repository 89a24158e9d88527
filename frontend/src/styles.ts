import { css } from "lit";

/**
 * Home Assistant's theme decides on every colour; what stands behind is for a page without one.
 * Sizes are those of Home Assistant's tile card, but that whatever is pressed is 44 pixels high.
 */
export const rowStyles = css`
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
    overflow: hidden;
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
  .facts {
    margin-inline-start: -1em;
    color: var(--dim);
    font-size: 12px;
    line-height: 16px;
    letter-spacing: 0.2px;
    font-variant-numeric: tabular-nums;
  }
  .fact {
    display: inline-block;
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: bottom;
  }
  .fact::before {
    content: "·";
    display: inline-block;
    inline-size: 1em;
    text-align: center;
  }
  .state {
    color: var(--ink);
  }

  /* What is pressed. */
  button {
    font: inherit;
    color: inherit;
  }
  .act {
    position: relative;
    grid-column: 3;
    grid-row: 1;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-inline-size: 88px;
    min-block-size: 44px;
    box-sizing: border-box;
    padding-inline: 16px;
    border: 2px solid transparent;
    border-radius: 22px;
    font-size: 14px;
    font-weight: 500;
    white-space: nowrap;
    background: none;
    cursor: pointer;
    --tint: var(--accent);
    --fill: 18%;
  }
  .acts {
    grid-column: 3;
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }
  .act.start {
    color: color-mix(in srgb, var(--accent) 55%, var(--ink));
    background: color-mix(in srgb, var(--tint) var(--fill), transparent);
  }
  .act.start:hover {
    --fill: 28%;
  }
  .act.start:active {
    --fill: 38%;
  }
  .act.quiet {
    color: var(--dim);
    --tint: var(--ink);
    --fill: 0%;
  }
  .act.quiet:hover {
    --fill: 6%;
  }
  .act.stop {
    color: var(--ink);
    border-color: color-mix(in srgb, var(--point-color) 70%, var(--ink));
    background: color-mix(in srgb, var(--card-background-color, #fff) 60%, transparent);
  }
  .act.stop:hover {
    background: color-mix(in srgb, var(--point-color) 20%, transparent);
  }
  .act.stop:active {
    background: color-mix(in srgb, var(--point-color) 32%, transparent);
  }
  .act[aria-disabled="true"] {
    color: var(--dim);
    border-color: transparent;
    background: color-mix(in srgb, var(--ink) 7%, transparent);
    cursor: default;
  }
  .act.waits {
    padding-inline: 8px 16px;
  }
  .act > svg {
    display: none;
    inline-size: 24px;
    block-size: 24px;
    fill: currentColor;
  }
  .ring {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 30px;
    block-size: 30px;
    font-size: 12px;
    color: var(--ink);
    font-variant-numeric: tabular-nums;
  }
  .ring svg {
    position: absolute;
    inset: 0;
    rotate: -90deg;
  }
  .ring circle {
    fill: none;
    stroke: currentColor;
    stroke-width: 3;
    opacity: 0.18;
  }
  .ring .left {
    stroke: var(--point-color);
    stroke-dasharray: 1;
    stroke-linecap: round;
    opacity: 1;
    transition: stroke-dashoffset 1s linear;
  }
  .spinner {
    inline-size: 16px;
    block-size: 16px;
    box-sizing: border-box;
    border: 2px solid color-mix(in srgb, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
    animation: turn 900ms linear infinite;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button:focus-visible,
  summary:focus-visible,
  a:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  /* What is told beneath. */
  .below {
    grid-column: 1 / -1;
    min-inline-size: 0;
  }
  .below p {
    margin: 0;
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
    margin-inline-start: -1em;
    clip-path: inset(0 0 0 1em);
  }
  .receipt p:dir(rtl) {
    clip-path: inset(0 1em 0 0);
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
  .error {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 44px;
    margin-block: 2px 6px;
    padding-inline-start: 12px;
    border-radius: 10px;
    font-size: 14px;
    line-height: 20px;
    background: color-mix(in srgb, var(--error-color, #c62828) 14%, transparent);
  }
  .error p {
    padding-block: 12px;
    overflow-wrap: anywhere;
  }
  .close {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: none;
    border-radius: 50%;
    background: none;
    cursor: pointer;
  }
  .close:hover {
    background: color-mix(in srgb, var(--ink) 8%, transparent);
  }
  .close svg {
    inline-size: 20px;
    block-size: 20px;
    fill: currentColor;
  }
  summary {
    cursor: pointer;
    color: var(--dim);
    font-size: 14px;
    line-height: 44px;
    border-radius: 4px;
  }
  .error summary {
    margin-block-start: -10px;
  }
  code {
    display: block;
    padding-block-end: 12px;
    overflow-wrap: anywhere;
    font-size: 12px;
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

  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
