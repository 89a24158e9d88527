import { css } from "lit";

/** Home Assistant's theme decides on every colour; what stands behind is for a page without one. */
export const rowStyles = css`
  :host {
    display: block;
    --point-color: var(--state-inactive-color, #9e9e9e);
    --dim: var(--secondary-text-color, #5f6368);
    color: var(--primary-text-color, #212121);
  }
  :host([tone="charging"]) {
    --point-color: var(--success-color, #2e7d32);
  }
  :host([tone="pending"]) {
    --point-color: var(--warning-color, #b26a00);
  }
  :host([tone="error"]) {
    --point-color: var(--error-color, #c62828);
  }
  :host([tone="free"]) {
    --point-color: var(--primary-color, #03749c);
  }
  .row {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 12px;
  }
  .icon {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    color: var(--point-color);
    --mdc-icon-size: 24px;
  }
  .icon::before {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: 50%;
    background: currentColor;
    opacity: 0.2;
  }
  .icon svg {
    position: relative;
    inline-size: 24px;
    block-size: 24px;
    fill: currentColor;
  }
  .name {
    font-weight: 500;
    line-height: 20px;
    overflow-wrap: anywhere;
  }
  .facts {
    color: var(--dim);
    font-size: 0.86em;
    line-height: 18px;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  .facts span:not(:last-child)::after {
    content: " · ";
  }
  .state {
    color: var(--primary-text-color, #212121);
  }
  button {
    min-inline-size: 88px;
    min-block-size: 40px;
    padding-inline: 16px;
    border: none;
    border-radius: 20px;
    font: inherit;
    font-weight: 500;
    color: var(--text-primary-color, #fff);
    /* Home Assistant's own blue is too light for white letters. */
    background: color-mix(in srgb, var(--primary-color, #03749c) 75%, #000);
    cursor: pointer;
  }
  button.stop,
  button:disabled {
    color: var(--primary-text-color, #212121);
    background: color-mix(in srgb, currentColor 14%, transparent);
  }
  button:disabled {
    cursor: default;
  }
  button:focus-visible,
  summary:focus-visible,
  select:focus-visible {
    outline: 2px solid var(--primary-color, #03749c);
    outline-offset: 2px;
  }
  .below {
    grid-column: 1 / -1;
    min-inline-size: 0;
  }
  .error {
    margin-block-start: 4px;
    padding: 8px 12px;
    border-radius: 8px;
    border-inline-start: 4px solid var(--error-color, #c62828);
    background: var(--ha-color-fill-danger-quiet-resting, rgba(198, 40, 40, 0.08));
  }
  summary {
    cursor: pointer;
    color: var(--dim);
    font-size: 0.86em;
    line-height: 32px;
    border-radius: 4px;
  }
  code {
    overflow-wrap: anywhere;
    font-size: 0.86em;
  }
  label {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    color: var(--dim);
    font-size: 0.86em;
  }
  select {
    flex: 1;
    min-inline-size: 120px;
    min-block-size: 36px;
    padding-inline: 8px;
    border: 1px solid var(--divider-color, #9e9e9e);
    border-radius: 8px;
    font: inherit;
    color: var(--primary-text-color, #212121);
    background: var(--card-background-color, #fff);
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
    color: var(--error-color, #c62828);
  }
  .muted {
    color: var(--dim);
  }
`;
