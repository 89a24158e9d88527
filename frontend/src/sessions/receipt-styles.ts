import { css } from "lit";

export const receiptStyles = css`
  :host {
    display: block;
    container: receipt / inline-size;
  }
  .paper {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 16px 32px;
    padding: 16px;
    border-radius: 12px;
    background: color-mix(in srgb, currentColor 5%, transparent);
  }
  .paper > .error {
    grid-column: 1 / -1;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(96px, auto) minmax(0, 1fr);
    gap: 6px 16px;
    margin: 0;
    align-content: start;
    line-height: 20px;
  }
  dt {
    color: var(--dim);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  code {
    font-size: 0.86em;
    user-select: all;
  }
  form {
    display: grid;
    gap: 12px;
    align-content: start;
  }
  h4 {
    margin: 0;
    font-size: 1em;
    font-weight: 500;
  }
  form p {
    font-size: 13px;
    line-height: 18px;
  }
  .fields {
    display: grid;
    grid-template-columns: 1fr 1fr 84px;
    gap: 8px;
  }
  .fields label {
    display: grid;
    gap: 4px;
    font-size: 13px;
    color: var(--dim);
  }
  .fields input {
    inline-size: 100%;
    font-size: 16px;
    color: var(--primary-text-color, #212121);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  @container receipt (max-width: 600px) {
    .paper {
      grid-template-columns: minmax(0, 1fr);
      padding: 12px;
    }
    .fields {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 76px;
    }
  }
`;
