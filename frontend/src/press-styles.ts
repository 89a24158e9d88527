import { css } from "lit";

/** What is pressed, what it waits for, and why it did not work. Whose styles these are in names the colours. */
export const pressStyles = css`
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
    margin: 0;
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
