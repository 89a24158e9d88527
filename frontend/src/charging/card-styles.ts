import { css } from "lit";

/** What stands around the rows. */
export const cardStyles = css`
  :host {
    display: block;
  }
  ha-card {
    /* A column of flexible boxes lies faster than a grid, which measures each row twice. */
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding: 10px;
    position: relative;
    /* What is in it, rows included, goes by the width of the card and not of the page. */
    container-type: inline-size;
  }
  /* Its sessions are measured from it, also while it moves. */
  shell-ev-elsewhere {
    position: relative;
  }
  h2 {
    margin: 2px 2px 6px;
    font-size: var(--ha-card-header-font-size, 1.25em);
    line-height: 1.3;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  p {
    margin: 0;
    padding: 6px 2px;
    color: var(--secondary-text-color, #5f6368);
  }
  p a {
    display: inline-block;
    line-height: 44px;
    color: var(--primary-text-color, #212121);
  }
  /* Its columns go by the room there is, not by names that are still to come. */
  .tools {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 190px), 1fr));
    gap: 8px;
  }
  .tools:not(.foot) {
    margin-block-end: 4px;
  }
  label {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    min-block-size: 44px;
    box-sizing: border-box;
    padding-inline: 12px;
    border-radius: 12px;
    color: var(--primary-text-color, #212121);
    background: color-mix(in srgb, var(--primary-text-color, #212121) 6%, transparent);
    font-size: 14px;
    cursor: pointer;
  }
  label:focus-within {
    outline: 2px solid var(--primary-color, #03749c);
    outline-offset: 1px;
  }
  label svg {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: currentColor;
    opacity: 0.7;
  }
  label span {
    white-space: nowrap;
  }
  .foot {
    justify-items: start;
  }
  .foot label {
    max-inline-size: 100%;
  }
  select,
  input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 44px;
    border: none;
    outline: none;
    padding: 0;
    font: inherit;
    font-weight: 500;
    color: inherit;
    background: transparent;
    text-overflow: ellipsis;
  }
  option {
    color: var(--primary-text-color, #212121);
    background: var(--card-background-color, #fff);
  }
  select {
    cursor: pointer;
  }
  @container (max-width: 220px) {
    label:has(select) {
      flex-wrap: wrap;
      gap: 0 8px;
      padding-block-start: 8px;
    }
    select {
      flex-basis: 100%;
    }
  }
`;
