/** A command from the press to the state that shows what became of it. */

import type { Hass, HassEntity } from "./types";

export type Kind = "start" | "stop";

const REQUESTED: Record<string, Kind | undefined> = {
  start_requested: "start",
  stop_requested: "stop",
};

export interface Command {
  kind: Kind;
  /** The session state as it was when the button was pressed. */
  before: HassEntity | undefined;
  /** Whether Home Assistant has answered. */
  answered: boolean;
  /** When it was pressed, in seconds since the page began. */
  at: number;
}

/** Give a command. What it is refused with is for the caller to show; `true` asks what became of it. */
export function send(hass: Hass, kind: Kind, what: object, ...answer: [] | [true]): Promise<unknown> {
  return hass.callService("shell_ev", `${kind}_session`, what, undefined, false, ...answer);
}

/** What a state says was asked for, whoever did. */
export function requested(state: HassEntity | undefined): Kind | undefined {
  return state && REQUESTED[state.state];
}

/** Whether a command has been overtaken by what the state says. */
export function settled(command: Command, state: HassEntity | undefined): boolean {
  return command.answered && state !== command.before;
}
