"""Who plays the buyers: a Python object in this process, or a command that speaks one line of JSON each way a day."""

from __future__ import annotations

import importlib
import io
import json
import queue
import re
import shlex
import subprocess
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, Protocol

from kit.errors import Misconfigured
from scenarios.foreign.documents import MarketFailed, parsed, short

PYTHON_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*")
DEFAULT_TIMEOUT = 60.0
"""Seconds that a command may think about one day."""
MOST_TIMEOUT = 86_400.0
GRACE = 0.2
"""Seconds that are waited at the end for a line too many of the last day."""


class Player(Protocol):
    """Plays the buyers of one run; documents are those of :mod:`scenarios.foreign.documents`, as plain JSON values."""

    def open(self, opening: dict[str, Any]) -> None:
        """Learn of the shop before its first day."""

    def day(self, seen: dict[str, Any]) -> Any:
        """Say what buyers do on a day."""

    def close(self) -> None:
        """The run is over."""


def make_player(spec: str, timeout: float = DEFAULT_TIMEOUT) -> Player:
    """Make a player of ``module:Class`` or of a command with its arguments.

    Raises:
        Misconfigured: There is no such module, class or command, the class cannot be made, or the time is none.
    """
    if not 0 < timeout <= MOST_TIMEOUT:
        raise Misconfigured(f"--market-timeout {timeout:g} is not possible; give seconds, at most {MOST_TIMEOUT:g}")
    if not spec.strip():
        raise Misconfigured("--market names nobody; give module:Class or a command, or leave --market out")
    return PythonPlayer(spec) if PYTHON_NAME.fullmatch(spec) else CommandPlayer(spec, timeout)


class PythonPlayer:
    """An object of a class with ``open(opening)`` and ``day(seen) -> did``; made without arguments."""

    def __init__(self, spec: str) -> None:
        module, _, name = spec.partition(":")
        try:
            self._object = getattr(importlib.import_module(module), name)()
        except (ImportError, AttributeError, TypeError) as error:
            raise Misconfigured(
                f"--market {spec}: {error}; name a class that takes no arguments, in a module that Python finds"
            ) from error
        except (Exception, SystemExit) as error:
            raise Misconfigured(
                f"--market {spec}: making it raised {_named(error)}; correct the module or the class's __init__"
            ) from error
        if not callable(getattr(self._object, "day", None)):
            raise Misconfigured(f"--market {spec}: the class has no method day(seen); see docs/market.md")

    def open(self, opening: dict[str, Any]) -> None:
        """Tell the object, if it wants to know."""
        if callable(getattr(self._object, "open", None)):
            self._guarded(lambda: self._object.open(opening), "the opening")

    def day(self, seen: dict[str, Any]) -> Any:
        """Ask the object; numpy numbers and the like must be turned into plain ones by it."""
        return self._guarded(lambda: self._object.day(seen), f"day {seen['day']}")

    def close(self) -> None:
        """Tell the object, if it wants to know."""
        if callable(getattr(self._object, "close", None)):
            self._guarded(self._object.close, "the close")

    def _guarded(self, call: Callable[[], Any], when: str) -> Any:
        try:
            return call()
        except (Exception, SystemExit) as error:
            raise MarketFailed(f"{when}: the market raised {_named(error)}; correct its class") from error


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


class CommandPlayer:
    """A command: it reads one line of JSON and writes one, first for the opening, then for each day.

    Its errors go to a file of their own, of which the last lines are told if it dies.
    """

    def __init__(self, command: str, timeout: float) -> None:
        self._timeout, self._lines, self._answered = timeout, 0, "before the opening"
        self._answers: queue.Queue[list[bytes] | None] = queue.Queue()
        self._said: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said
            )
        except (OSError, ValueError) as error:
            self._said.close()
            raise Misconfigured(
                f"--market {command!r} cannot be started: {error}; give a command, or module:Class"
            ) from error
        threading.Thread(target=self._listen, daemon=True).start()

    def open(self, opening: dict[str, Any]) -> None:
        """Send the opening; any object that comes back, e.g. ``{}``, means ready."""
        answer = self._ask(opening, "the opening")
        if not isinstance(answer, dict):
            raise MarketFailed(f"line 1 (the opening): the answer is no object, but {short(answer)}; answer {{}}")

    def day(self, seen: dict[str, Any]) -> Any:
        """Send a day and read the answer."""
        return self._ask(seen, f"day {seen['day']}")

    def close(self) -> None:
        """End the command: its input is closed, and what does not end by itself is ended."""
        try:
            self._refuse_more(wait=GRACE)
        finally:
            with suppress(OSError):
                assert self._process.stdin is not None
                self._process.stdin.close()
            try:
                self._process.wait(timeout=2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._said.close()

    def _ask(self, document: dict[str, Any], when: str) -> Any:
        """Exchange one line each way within the time, on threads that cannot hold the run up."""
        self._refuse_more()
        line = json.dumps(document, ensure_ascii=False).encode() + b"\n"
        threading.Thread(target=self._send, args=(line,), daemon=True).start()
        try:
            came = self._answers.get(timeout=self._timeout)
        except queue.Empty:
            self._process.kill()
            raise MarketFailed(
                f"{when}: the market said nothing for {self._timeout:g} s; flush every line that it writes, or give it "
                "more time with --market-timeout"
            ) from None
        self._lines += 1
        if came is None:
            raise MarketFailed(
                f"{when}: the market's command {self._end()}; it must answer every line until its input ends"
            )
        if len(came) > 1:
            raise self._too_many(came[1], when)
        where = f"line {self._lines} ({when})"
        try:
            answer = parsed(came[0].decode("utf-8"), where)
        except UnicodeDecodeError as error:
            raise MarketFailed(f"{where}: not UTF-8 ({error}); write UTF-8") from error
        self._answered = when
        return answer

    def _refuse_more(self, wait: float = 0.0) -> None:
        """Refuse a line that was not asked for: each answer after it would be taken for a day too late."""
        with suppress(queue.Empty):
            came = self._answers.get(timeout=wait) if wait else self._answers.get_nowait()
            if came is not None:
                raise self._too_many(came[0], self._answered)
            self._answers.put(None)

    def _too_many(self, line: bytes, when: str) -> MarketFailed:
        return MarketFailed(
            f"line {self._lines + 1} ({when}): the market's command wrote another line, "
            f"{short(line.decode('utf-8', 'replace'))}; write one line for each that it reads, nothing else"
        )

    def _send(self, line: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except (OSError, ValueError):
            self._answers.put(None)

    def _listen(self) -> None:
        """Put lines on the queue as they come, those that came at once together, and None at the end."""
        assert isinstance(self._process.stdout, io.BufferedReader)
        begun: list[bytes] = []
        with self._process.stdout as out:
            while some := out.read1():
                begun.append(some)
                if b"\n" in some:
                    first, *more = b"".join(begun).split(b"\n")
                    self._answers.put([first, *(more if more != [b""] else ())])
                    begun = []
        self._answers.put(None)

    def _end(self) -> str:
        try:
            code = self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            return "closed its output"
        self._said.seek(0)
        last = " / ".join(self._said.read().strip().splitlines()[-3:])
        return f"ended with exit code {code}" + (f" ({last})" if last else "")
