import { css } from "lit";

/** The list; where it is narrow, each session is a few lines in place of a row. */
export const tableStyles = css`
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 6px 8px;
    text-align: start;
    vertical-align: middle;
    font-weight: 400;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 0;
  }
  thead th {
    color: var(--dim);
    font-size: 13px;
    padding-block: 0 6px;
  }
  .figure {
    text-align: end;
    white-space: nowrap;
  }
  .figure .billed {
    display: block;
    inline-size: fit-content;
    margin-inline-start: auto;
  }
  tbody tr {
    border-block-start: 1px solid var(--line);
  }
  tr.row {
    position: relative;
    cursor: pointer;
  }
  tr.row:hover {
    background: color-mix(in srgb, currentColor 5%, transparent);
  }
  tr.receipt {
    border: none;
  }
  tr.receipt td {
    padding: 0 0 16px;
  }
  .opens {
    display: flex;
    align-items: center;
    gap: 8px;
    inline-size: 100%;
    padding: 0;
    border: none;
    background: none;
    text-align: start;
    white-space: nowrap;
    cursor: pointer;
  }
  .opens svg {
    color: var(--dim);
  }
  .opens[aria-expanded="true"] svg {
    transform: scaleY(-1);
  }
  .opens::after {
    content: "";
    position: absolute;
    inset: 0;
  }
  .opens:focus-visible {
    outline: none;
  }
  .opens:focus-visible::after {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    border-radius: 8px;
  }
  td.place {
    overflow-wrap: break-word;
  }
  .live {
    color: color-mix(in srgb, var(--success-color, #2e7d32) 70%, var(--primary-text-color, #212121));
    font-weight: 500;
  }
  .shine svg {
    inline-size: 16px;
    block-size: 16px;
    vertical-align: -3px;
    margin-inline-end: 4px;
    color: var(--amber-color, #ff9800);
  }
  .zone {
    font-size: 13px;
  }
  @container view (max-width: 740px) {
    table,
    tbody,
    tr.receipt,
    tr.receipt td {
      display: block;
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    /* Each has its own place: what is not known leaves it empty. */
    tr.row {
      display: grid;
      grid-template: "when cost" "place energy" "card long" "card sun" / minmax(0, 1fr) auto;
      gap: 0 12px;
      padding-block: 4px 8px;
    }
    tr.row td,
    tr.row th {
      padding: 0;
      line-height: 22px;
    }
    tr.row .when-cell {
      grid-area: when;
    }
    tr.row .cost-cell {
      grid-area: cost;
      align-self: center;
      font-weight: 500;
    }
    tr.row .place {
      grid-area: place;
    }
    tr.row .place,
    tr.row .card-cell {
      padding-inline-start: 28px;
    }
    tr.row .energy-cell {
      grid-area: energy;
    }
    tr.row .card-cell {
      grid-area: card;
      color: var(--dim);
      overflow-wrap: anywhere;
    }
    tr.row .long-cell {
      grid-area: long;
      color: var(--dim);
    }
    tr.row .shine {
      grid-area: sun;
    }
    /* There is room for it once. */
    tr.row:has(.cost-cell .billed) .energy-cell .billed {
      display: none;
    }
    tr.row td:empty {
      display: none;
    }
  }
`;
