/** A command from the press to the state that shows what became of it. */

import type { HassEntity } from "./types";

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

/**
 * What is pending: by our own press until Home Assistant has answered and the state has moved on,
 * or by the state itself, whoever asked for it.
 */
export function pending(command: Command | undefined, state: HassEntity | undefined): Kind | undefined {
  return command?.kind ?? (state ? REQUESTED[state.state] : undefined);
}

/** Whether a command has been overtaken by what the state says. */
export function settled(command: Command, state: HassEntity | undefined): boolean {
  return command.answered && state !== command.before;
}
