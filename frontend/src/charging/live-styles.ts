import { css } from "lit";

/** A session that runs, as it is read from across the room. */
export const liveStyles = css`
  .hero {
    padding: 10px 12px 12px;
    margin-block-end: 6px;
    background: linear-gradient(
      160deg,
      color-mix(in srgb, var(--point-color) 16%, transparent),
      color-mix(in srgb, var(--point-color) 5%, transparent)
    );
  }
  :host([tone="charging"]) .hero .icon::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: 50%;
    border: 2px solid currentColor;
    animation: pulse 2.4s ease-out infinite;
  }
  .live {
    grid-column: 1 / -1;
    display: grid;
    grid-template-columns: auto minmax(72px, 1fr);
    grid-template-rows: 52px;
    column-gap: 20px;
    margin-block-start: 8px;
  }
  .big {
    font-size: 46px;
    line-height: 52px;
    font-weight: 400;
    letter-spacing: -1px;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .big .unit {
    font-size: 18px;
    letter-spacing: 0;
    color: var(--dim);
  }
  .minor {
    grid-column: 1;
    font-size: 15px;
    line-height: 22px;
    font-variant-numeric: tabular-nums;
  }
  .flow {
    grid-column: 2;
    grid-row: 1 / 3;
    position: relative;
    min-inline-size: 0;
  }
  /* Prices are longer than what a session has cost so far. */
  .unmetered .minor {
    grid-column: 1 / -1;
  }
  .unmetered .flow {
    grid-row: 1;
  }
  .power {
    text-align: end;
    font-size: 15px;
    font-weight: 500;
    line-height: 20px;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .chart {
    position: absolute;
    inset: 24px 4px 2px 0;
  }
  .chart svg {
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
  }
  /* Time goes on to the right in every script, as in Home Assistant's own charts. */
  .chart {
    direction: ltr;
  }
  .area {
    fill: var(--point-color);
    opacity: 0.18;
  }
  .line {
    fill: none;
    stroke: var(--point-color);
    stroke-width: 2px;
    stroke-linejoin: round;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
  .dot {
    position: absolute;
    right: 0;
    inline-size: 8px;
    block-size: 8px;
    margin: -4px;
    border-radius: 50%;
    background: var(--point-color);
  }
  /* Its size and how much shows through are left to the graphics card; a shadow is painted at each frame. */
  .dot::after {
    content: "";
    position: absolute;
    inset: -4px;
    border-radius: 50%;
    background: var(--point-color);
    opacity: 0.25;
  }
  :host([tone="charging"]) .dot::after {
    animation: glow 2.4s ease-in-out infinite;
  }

  @container (max-width: 300px) {
    .hero .act {
      grid-row: auto;
      grid-column: 1 / -1;
      order: 1;
      inline-size: 100%;
      margin-block-start: 10px;
    }
    .hero .info,
    .hero .what {
      grid-column-end: -1;
    }
    .below {
      order: 2;
    }
    .live {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: 44px;
    }
    .live .flow {
      grid-column: 1;
      grid-row: auto;
    }
    .power {
      text-align: start;
      line-height: 22px;
    }
    .chart {
      position: relative;
      inset: auto;
      block-size: 40px;
      margin: 4px 8px 4px 0;
    }
    .big {
      font-size: 36px;
      line-height: 44px;
    }
  }
  @container (max-width: 200px) {
    .big {
      font-size: 30px;
    }
    .unmetered .big {
      font-size: 20px;
    }
  }

  @keyframes pulse {
    0% {
      transform: scale(1);
      opacity: 0.6;
    }
    70%,
    100% {
      transform: scale(1.45);
      opacity: 0;
    }
  }
  @keyframes glow {
    50% {
      transform: scale(1.375);
      opacity: 0.12;
    }
  }
`;
