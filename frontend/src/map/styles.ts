import { css } from "lit";

/** Home Assistant's theme decides on every colour; what stands behind is for a page without one. */
export const mapStyles = css`
  :host {
    display: block;
    color: var(--primary-text-color, #212121);
    --dim: var(--secondary-text-color, #5f6368);
    --line: var(--divider-color, rgba(127, 127, 127, 0.3));
  }
  .map {
    /* A price wants smaller letters than a person's initials. */
    --ha-marker-font-size: 13px;
    --ha-font-size-s: 11px;
    aspect-ratio: 1;
    border-radius: var(--ha-card-border-radius, 12px);
    overflow: hidden;
  }
  .map.empty {
    background: color-mix(in srgb, currentColor 6%, transparent);
  }
  p {
    margin: 8px 4px 0;
  }
  button,
  a,
  select {
    box-sizing: border-box;
    min-block-size: 44px;
    font: inherit;
    color: inherit;
  }
  button {
    border: none;
    background: none;
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color, #03749c);
    outline-offset: 2px;
  }
  .tonal,
  .chip {
    padding-inline: 16px;
    border-radius: 22px;
    font-weight: 500;
    white-space: nowrap;
  }
  .tonal {
    background: color-mix(in srgb, currentColor 12%, transparent);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 8px;
  }
  .chip {
    border: 1px solid var(--dim);
    color: var(--primary-text-color, #212121);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--primary-color, #03749c);
    background: color-mix(in srgb, var(--primary-color, #03749c) 24%, transparent);
  }
  .chip[aria-pressed="true"]::before {
    content: "✓ ";
    content: "✓ " / "";
  }
  .card {
    margin-block-start: 8px;
    border: 1px solid var(--ha-card-border-color, var(--line));
    border-radius: var(--ha-card-border-radius, 12px);
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  .place {
    display: grid;
    grid-template-columns: 12px minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px 12px;
    inline-size: 100%;
    min-block-size: 56px;
    padding: 8px 16px;
    text-align: start;
  }
  .place .facts {
    grid-column: 2 / -1;
  }
  .place[aria-expanded="true"] {
    background: color-mix(in srgb, var(--primary-color, #03749c) 12%, transparent);
  }
  .place:focus-visible {
    outline-offset: -2px;
  }
  .name {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .facts {
    color: var(--dim);
    font-size: 0.86em;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }
  .facts bdi,
  .price {
    white-space: nowrap;
  }
  .facts bdi.long {
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .dot {
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: var(--dim);
  }
  .dot:is(.charging, .starting, .stopping, .just_stopped) {
    background: var(--primary-color, #03749c);
  }
  .dot.available {
    background: var(--green-color, #4caf50);
  }
  .dot.occupied {
    background: var(--grey-color, #9e9e9e);
  }
  .dot.out_of_service {
    background: var(--red-color, #f44336);
  }
  .more {
    inline-size: 100%;
    border-block-start: 1px solid var(--line);
    font-weight: 500;
  }
  .again {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    margin-block-start: 8px;
  }
  .again p {
    flex: 1 1 180px;
    margin: 0 4px;
  }
`;

export const sheetStyles = css`
  :host {
    --ink: var(--primary-text-color, #212121);
    --accent: var(--primary-color, #03749c);
    --point-color: var(--success-color, #2e7d32);
  }
  header {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 44px;
    padding: 12px 4px 0 16px;
    padding-inline: 16px 4px;
  }
  h3 {
    margin: 0;
    padding-block: 8px 2px;
    font-size: 1.15em;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  h3:focus {
    outline: none;
  }
  header .facts {
    grid-column: 1 / -1;
  }
  .outlet {
    padding: 8px 16px;
  }
  .state,
  .acts,
  .pay {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .acts {
    flex-wrap: wrap;
    justify-content: flex-end;
  }
  .dot {
    flex: none;
  }
  .dot + div {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .lines,
  .pay,
  .way {
    padding: 8px 16px 0;
  }
  .lines .facts {
    color: inherit;
    font-size: 1em;
  }
  ul {
    margin-block-start: 4px;
  }
  a {
    display: inline-flex;
    align-items: center;
    text-decoration: none;
  }
  select {
    flex: 1 1 140px;
    min-inline-size: 0;
    padding-inline: 8px;
    border: 1px solid var(--dim);
    border-radius: 8px;
    background: var(--card-background-color, #fff);
  }
  .told {
    margin-block-start: 8px;
  }
  .told:empty {
    display: none;
  }
`;
