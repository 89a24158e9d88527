import { css } from "lit";

/** What is pressed and filled in; Home Assistant's theme decides on every colour. */
export const controls = css`
  :host {
    --dim: var(--secondary-text-color, #5f6368);
    --line: var(--divider-color, rgba(127, 127, 127, 0.3));
    --accent: var(--primary-color, #03749c);
    color: var(--primary-text-color, #212121);
  }
  button,
  select,
  input {
    box-sizing: border-box;
    min-block-size: 44px;
    font: inherit;
    color: inherit;
  }
  select,
  input:not([type="radio"]) {
    min-inline-size: 0;
    max-inline-size: 100%;
    padding-inline: 10px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--card-background-color, #fff);
    color-scheme: inherit;
    text-overflow: ellipsis;
  }
  .act {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding-inline: 16px;
    border: none;
    border-radius: 22px;
    font-weight: 500;
    white-space: nowrap;
    background: color-mix(in srgb, currentColor 11%, transparent);
    cursor: pointer;
  }
  .act.main {
    color: var(--text-primary-color, #fff);
    /* Home Assistant's own blue is too light for white letters. */
    background: color-mix(in srgb, var(--primary-color, #03749c) 75%, #000);
  }
  button:disabled {
    opacity: 0.4;
    cursor: default;
  }
  button:focus-visible,
  select:focus-visible,
  input:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  svg {
    inline-size: 20px;
    block-size: 20px;
    fill: currentColor;
    flex: none;
  }
  .error {
    padding: 8px 12px;
    border-radius: 8px;
    border-inline-start: 4px solid var(--error-color, #c62828);
    background: var(--ha-color-fill-danger-quiet-resting, rgba(198, 40, 40, 0.08));
  }
  .dim {
    color: var(--dim);
  }
  .billed {
    display: inline-block;
    padding-inline: 6px;
    border-radius: 6px;
    font-size: 11px;
    line-height: 18px;
    white-space: nowrap;
    background: color-mix(in srgb, var(--accent) 16%, transparent);
  }
  p {
    margin: 0;
  }
`;
