import { css, unsafeCSS } from "lit";

/** Of Home Assistant's charts: those of the own charge points, of other places, and of what shares one. */
const TONES: [number, string][] = [
  [1, "#4269d0"],
  [2, "#f4bd4a"],
  [4, "#6cc5b0"],
  [3, "#ff725c"],
  [5, "#a463f2"],
  [6, "#ff8ab7"],
  [7, "#9c6b4e"],
  [8, "#97bbf5"],
  [9, "#01ab63"],
  [11, "#094bad"],
  [15, "#048732"],
  [10, "#9498a0"],
];
const tones = TONES.map(
  ([number, colour], index) =>
    `.tone${index}{--place:var(--graph-color-${number},var(--color-${number},${colour}))}`,
);

/**
 * A colour and a pattern for each place, told apart by the pattern alone. Also where the system
 * picks the colours: the patterns are all there is to tell then.
 */
export const patterns = css`
  .fill {
    --ink: color-mix(in srgb, var(--card-background-color, #fff) 62%, transparent);
    box-sizing: border-box;
    border: 1px solid color-mix(in srgb, var(--place) 72%, var(--primary-text-color, #212121));
    background-color: var(--place);
    forced-color-adjust: none;
  }
  ${unsafeCSS(tones.join(""))}
  .pattern1 {
    background-image: repeating-linear-gradient(45deg, var(--ink) 0 2px, transparent 2px 6px);
  }
  .pattern2 {
    background-image: radial-gradient(circle, var(--ink) 1.6px, transparent 2px);
    background-size: 6px 6px;
  }
  .pattern3 {
    background-image: repeating-linear-gradient(var(--ink) 0 2px, transparent 2px 6px);
  }
  .pattern4 {
    background-image: repeating-linear-gradient(-45deg, var(--ink) 0 2px, transparent 2px 6px);
  }
  .pattern5 {
    background-image: repeating-linear-gradient(90deg, var(--ink) 0 2px, transparent 2px 6px);
  }
  .pattern6 {
    background-image:
      repeating-linear-gradient(var(--ink) 0 1px, transparent 1px 5px),
      repeating-linear-gradient(90deg, var(--ink) 0 1px, transparent 1px 5px);
  }
  .pattern7 {
    background-image: conic-gradient(var(--ink) 25%, transparent 0 50%, var(--ink) 0 75%, transparent 0);
    background-size: 8px 8px;
  }
  .pattern8 {
    background-image:
      repeating-linear-gradient(45deg, var(--ink) 0 1px, transparent 1px 5px),
      repeating-linear-gradient(-45deg, var(--ink) 0 1px, transparent 1px 5px);
  }
`;
