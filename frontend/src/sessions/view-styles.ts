import { css } from "lit";

/** The view; the list of sessions has its own. */
export const viewStyles = css`
  :host {
    display: block;
    container: view / inline-size;
  }
  ha-card {
    display: grid;
    gap: 20px;
    padding: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  h2 {
    margin: 0;
    font-size: 1.2em;
    font-weight: 400;
  }
  .bar,
  .when,
  .dates,
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .bar {
    justify-content: space-between;
    gap: 12px;
  }
  .when h3 {
    margin: 0;
    min-inline-size: 150px;
    text-align: center;
    font-size: 1.15em;
    font-weight: 500;
    line-height: 28px;
  }
  .step {
    display: grid;
    place-items: center;
    inline-size: 44px;
    padding: 0;
    border: none;
    border-radius: 50%;
    background: none;
    cursor: pointer;
  }
  .step:hover:enabled {
    background: color-mix(in srgb, currentColor 8%, transparent);
  }
  .next svg,
  .back:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .next:dir(rtl) svg {
    transform: none;
  }
  .dates label {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--dim);
  }
  .dates input {
    color: var(--primary-text-color, #212121);
  }
  fieldset {
    display: flex;
    margin: 0;
    padding: 2px;
    border: none;
    border-radius: 24px;
    background: color-mix(in srgb, currentColor 9%, transparent);
  }
  fieldset label {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 44px;
    padding-inline: 16px;
    border-radius: 22px;
    cursor: pointer;
  }
  fieldset input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  fieldset label:has(:checked) {
    background: color-mix(in srgb, var(--accent) 26%, var(--card-background-color, #fff));
    box-shadow: inset 0 0 0 2px var(--accent);
    font-weight: 500;
  }
  fieldset label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  /* A line of their own: they stand where they stand, whatever is to be chosen among. */
  .filters {
    flex: 1 1 100%;
  }
  .filters select {
    inline-size: 190px;
  }
  .return svg {
    margin-inline-start: -6px;
  }
  .save {
    margin-inline-start: auto;
  }
  .wait {
    min-block-size: 400px;
  }
  .content {
    display: grid;
    gap: 20px;
    grid-template-columns: minmax(0, 1fr);
  }
  .numbers {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 12px;
    margin: 0;
  }
  .number {
    padding: 14px;
    border-radius: 14px;
    background: color-mix(in srgb, var(--tone) 9%, transparent);
  }
  .number.energy {
    --tone: var(--primary-color, #03749c);
  }
  .number.cost {
    --tone: var(--success-color, #2e7d32);
  }
  .number.count {
    --tone: var(--deep-purple-color, #6e41ab);
  }
  .number.sun {
    --tone: var(--amber-color, #ff9800);
  }
  .bubble {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    color: color-mix(in srgb, var(--tone) 82%, var(--primary-text-color, #212121));
    background: color-mix(in srgb, var(--tone) 22%, transparent);
  }
  .sun .bubble {
    background: radial-gradient(
        closest-side,
        color-mix(in srgb, var(--tone) 24%, var(--card-background-color, #fff)) 84%,
        transparent 86%
      ),
      conic-gradient(var(--tone) calc(var(--share) * 100%), color-mix(in srgb, var(--tone) 22%, transparent) 0);
  }
  .number dt {
    display: flex;
    align-items: center;
    gap: 12px;
    color: var(--dim);
  }
  .number dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .number .big {
    margin-block-start: 8px;
    font-size: clamp(22px, 3cqi, 30px);
    line-height: 38px;
    font-weight: 500;
    letter-spacing: -0.01em;
  }
  .number .big small {
    margin-inline-start: 0.3em;
    font-size: 15px;
    font-weight: 400;
    letter-spacing: 0;
  }
  .number .two,
  .number .two + .under {
    display: block;
  }
  .number .two {
    font-size: 20px;
    line-height: 27px;
  }
  .number .under {
    color: var(--dim);
    font-size: 13px;
    font-weight: 400;
    line-height: 18px;
    letter-spacing: 0;
  }
  .lack {
    font-size: 13px;
    color: var(--dim);
  }
  .more {
    justify-self: center;
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 12px;
    padding: 40px 16px 48px;
    text-align: center;
  }
  .empty .bubble {
    --tone: var(--primary-color, #03749c);
    inline-size: 72px;
    block-size: 72px;
  }
  .empty .bubble svg {
    inline-size: 36px;
    block-size: 36px;
  }
  .empty h3 {
    margin: 0;
    font-size: 1.2em;
    font-weight: 500;
  }
  .empty p {
    max-inline-size: 420px;
    color: var(--dim);
    line-height: 1.5;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .old {
    opacity: 0.45;
  }
  @media (prefers-reduced-motion: no-preference) {
    .content {
      transition: opacity 0.15s;
    }
  }
  @container view (max-width: 740px) {
    .bar,
    .when {
      justify-content: space-between;
    }
    .when,
    .dates,
    .filters,
    fieldset {
      flex: 1 1 100%;
    }
    .when h3 {
      flex: 1;
      min-inline-size: 0;
    }
    fieldset label {
      flex: 1;
      padding-inline: 8px;
    }
    .filters select,
    .save {
      flex: 1 1 120px;
    }
    .save {
      flex-basis: auto;
    }
    .return {
      flex: 1 1 100%;
    }
    .dates label {
      flex: 1 1 190px;
    }
    .dates input {
      flex: 1;
    }
    .numbers {
      grid-auto-flow: row;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 8px;
    }
    .number:last-child:nth-child(odd) {
      grid-column: 1 / -1;
    }
    .number {
      padding: 12px;
    }
    .number dt {
      gap: 8px;
    }
    .number .big {
      font-size: clamp(16px, 5.2cqi, 28px);
      line-height: 30px;
    }
    .number .two {
      font-size: clamp(14px, 4.8cqi, 20px);
      line-height: 24px;
    }
  }
`;
