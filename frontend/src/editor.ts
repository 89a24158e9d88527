/** A card's options in Home Assistant's form, each with what holds while nothing else is chosen. */

import { LitElement, html, nothing, type TemplateResult } from "lit";

import { property, state } from "./properties";
import type { Hass } from "./types";

export const EDITOR = "shell-ev-editor";

type Options = Record<string, unknown>;

interface Form {
  schema: object[];
  computeLabel(item: { name: string }): string | undefined;
  computeHelper?(item: { name: string }): string | undefined;
  assertConfig(config: object): void;
}

/** What of a card its editor is made of. */
interface Editable {
  getConfigForm(): object;
  getStubConfig(): object;
}

/** Home Assistant's own editor of forms leaves a list empty of which nothing was chosen. */
export class ShellEvEditor extends LitElement {
  @property({ attribute: false }) hass?: Hass;
  @state() private config?: Options;
  private form!: Form;
  private defaults!: Options;

  static of(card: Editable): ShellEvEditor {
    const editor = document.createElement(EDITOR) as ShellEvEditor;
    editor.form = card.getConfigForm() as Form;
    editor.defaults = card.getStubConfig() as Options;
    return editor;
  }

  setConfig(config: Options): void {
    this.form.assertConfig(config);
    this.config = config;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { config, defaults, form, hass } = this;
    if (!config) return nothing;
    return html`<ha-form
      .hass=${hass}
      .data=${{ ...defaults, ...config }}
      .schema=${form.schema}
      .computeLabel=${form.computeLabel}
      .computeHelper=${form.computeHelper}
      @value-changed=${this.changed}
    ></ha-form>`;
  }

  /** What nobody has chosen is not written down. */
  private changed(event: CustomEvent<{ value: Options }>): void {
    event.stopPropagation();
    const chosen = Object.entries(event.detail.value).filter(
      ([name, value]) => name in (this.config ?? {}) || value !== this.defaults[name],
    );
    const detail = { config: Object.fromEntries(chosen) };
    this.dispatchEvent(new CustomEvent("config-changed", { bubbles: true, composed: true, detail }));
  }
}
