"""The command ``doctor``: the examination, one session if it is wanted, and the report of it all."""

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime

from . import __version__
from .client import ShellEvClient
from .console import Console
from .diagnosis import Diagnosis
from .doctor import Doctor
from .exit_codes import ExitCode, UsageError, Verdict
from .report import report
from .report_file import write
from .trial import Trial


class Examination:
    """One run of the doctor."""

    def __init__(
        self, client: ShellEvClient, options: Namespace, console: Console
    ) -> None:
        """Take what was typed."""
        self._client = client
        self._options = options
        self._console = console
        self._trial: Trial | None = None

    async def run(self) -> int:
        """Ask, tell, and write the report. Return the exit code."""
        options = self._options
        doctor = Doctor(
            self._client,
            options.ema_id,
            evse_id=options.evse or options.with_a_session,
            place=options.near,
        )
        await doctor.examine()
        verdict: Verdict | None = None
        went_well = False
        try:
            if options.with_a_session:
                verdict = await self._try_a_session(doctor.diagnosis)
            went_well = verdict is None
        finally:
            # Also after Ctrl-C: what was learned until then cost money.
            tried = self._trial is not None and self._trial.saw_session
            found = replace(doctor.diagnosis, tried_a_session=tried)
            written = self._tell(found, went_well=went_well)
        if verdict:
            # Last, and whatever became of the report: it may be that a session runs.
            self._console.warn(verdict.sentence)
            return verdict.code
        return found.code if written else ExitCode.USAGE

    async def _try_a_session(self, diagnosis: Diagnosis) -> Verdict | None:
        """Start and stop a session. Return what went wrong."""
        if diagnosis.generation is None:
            self._console.warn("No session was started: nothing can be charged.")
            return None
        self._client.generation = diagnosis.generation
        options = self._options
        self._trial = Trial(
            self._client, options.ema_id, options.with_a_session, say=self._console.say
        )
        return await self._trial.run(options.request_id)

    def _tell(self, diagnosis: Diagnosis, *, went_well: bool) -> bool:
        """Say what was found out, and write the report. Return whether it could be written."""
        for line in diagnosis.summary(verbose=self._options.verbose):
            self._console.say(line)
        advice = diagnosis.advice()
        for sentence in advice:
            self._console.warn(sentence)
        made = report(
            self._client,
            environment=self._options.place_of_server,
            made=datetime.now(UTC).astimezone().date(),
            version=__version__,
            advice=advice,
        )
        written = write(made, self._options.output, self._console)
        if written:
            for line in diagnosis.on_report(all_went_well=went_well):
                self._console.say(line)
        if self._console.as_json:
            try:
                self._console.hand_over(made)
            except UsageError as err:  # there is more to say
                self._console.warn(str(err))
                return False
        return written
