"""A small OpenAI-compatible endpoint on this machine: it takes a brief's recommendation, as the rules model does."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.messages import convert_to_messages

from agents.chat_models import RECOMMENDED, RulesModel


@dataclass
class Endpoint:
    """A running endpoint; what it is told to do can be changed between requests.

    Attributes:
        status: Other than 200 it answers with an error of this status.
        error: Fields of that error, such as its ``code`` or ``message``.
        body: Answers every request with this text instead.
        fails_from: Number of the request from which on it answers with 500.
        silent: Set, it accepts a request and gives no answer until it is closed.
        refuses: Gives the words of a 400 for a request that it does not take, else None.
        says: Gives the reply's message to a request; its key ``finish_reason`` replaces the usual one.
        usage: Tokens counted in every reply; None: this endpoint does not count.
        asked: Bodies of the requests so far.
        keys: Their ``Authorization`` headers.
        sizes: Bytes of the requests so far.
        busy_s: CPU seconds that it has taken itself, in this process.
    """

    url: str
    status: int = 200
    error: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    fails_from: int | None = None
    silent: bool = False
    refuses: Callable[[dict[str, Any]], str | None] = lambda request: None
    says: Callable[[dict[str, Any]], dict[str, Any]] = lambda request: decide(request)
    usage: dict[str, int] | None = field(default_factory=lambda: dict(_USAGE))
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    busy_s: float = 0.0
    closed: threading.Event = field(default_factory=threading.Event)


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """Open an endpoint at a free port of 127.0.0.1."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    opened = Endpoint(url=f"http://127.0.0.1:{server.server_port}/v1")
    server.endpoint = opened  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield opened
    finally:
        opened.closed.set()
        server.shutdown()
        server.server_close()
        thread.join()


def closed_url() -> str:
    """Give the address of a port where nobody listens (any more)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    url = f"http://127.0.0.1:{server.server_port}/v1"
    server.server_close()
    return url


def decide(request: dict[str, Any]) -> dict[str, Any]:
    """Give the reply to a request as a function of its messages: the recommended calls, then the draft and results."""
    messages = request["messages"]
    heading = f"{RECOMMENDED}\n"
    briefs = [number for number, one in enumerate(messages) if one["role"] == "user" and heading in one["content"]]
    if not briefs:
        return {"role": "assistant", "content": f"You said: {messages[-1]['content']}"}
    recommended = json.loads(messages[briefs[-1]]["content"].rpartition(heading)[2].splitlines()[0])
    results = [one["content"] for one in messages[briefs[-1] :] if one["role"] == "tool"]
    if recommended["calls"] and not results:
        calls = [
            {
                "id": f"call_{number}",
                "type": "function",
                "function": {"name": call["tool"], "arguments": json.dumps(call["args"], ensure_ascii=False)},
            }
            for number, call in enumerate(recommended["calls"], 1)
        ]
        return {"role": "assistant", "content": None, "tool_calls": calls}
    return {"role": "assistant", "content": "\n".join([f"By HTTP: {recommended['draft']}", *results])}


def careful(request: dict[str, Any]) -> dict[str, Any]:
    """Give the reply of a model that makes a call only after those that it needs, as the rules model does."""
    messages = convert_to_messages([one | {"content": one.get("content") or ""} for one in request["messages"]])
    if not any(f"{RECOMMENDED}\n" in one.text for one in messages):
        return decide(request)
    reply = RulesModel().invoke(messages)
    calls = [
        {
            "id": call["id"],
            "type": "function",
            "function": {"name": call["name"], "arguments": json.dumps(call["args"], ensure_ascii=False)},
        }
        for call in reply.tool_calls
    ]
    return {"role": "assistant", "content": reply.text or None} | ({"tool_calls": calls} if calls else {})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        own: Endpoint = self.server.endpoint  # type: ignore[attr-defined]
        began = time.thread_time()
        try:
            self._answer(own)
        finally:
            own.busy_s += time.thread_time() - began

    def _answer(self, own: Endpoint) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        request = json.loads(raw)
        own.asked.append(request)
        own.sizes.append(len(raw))
        own.keys.append(self.headers.get("Authorization", ""))
        if own.silent:
            own.closed.wait()
            self.close_connection = True
        elif own.body is not None:
            self._send(200, own.body, "text/html")
        elif own.status != 200 or len(own.asked) >= (own.fails_from or math.inf):
            status = own.status if own.status != 200 else 500
            error = {"message": f"the endpoint says {status}", "type": "error", "param": None, "code": None}
            error |= own.error
            self._send(status, json.dumps({"error": error}))
        elif (fault := unpaired(request) or own.refuses(request)) is not None:
            error = {"message": fault, "type": "invalid_request_error", "param": None, "code": None}
            self._send(400, json.dumps({"error": error}))
        else:
            reply = dict(own.says(request))
            reason = reply.pop("finish_reason", "tool_calls" if reply.get("tool_calls") else "stop")
            if request.get("stream"):
                self._send(200, _stream(request, reply, reason, own.usage), "text/event-stream")
            else:
                choice = {"index": 0, "message": reply, "finish_reason": reason}
                counted = {} if own.usage is None else {"usage": own.usage}
                self._send(200, json.dumps(_frame(request, "chat.completion", choice) | counted))

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def _send(self, status: int, text: str, kind: str = "application/json") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_USAGE = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


def _frame(request: dict[str, Any], kind: str, *choices: dict[str, Any]) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1315296000, "model": request["model"], "choices": choices}


def unpaired(request: dict[str, Any]) -> str | None:
    """Say what is wrong with the calls of a request: strict endpoints want each answered, at once, and once."""
    open_calls: list[str] = []
    for one in request["messages"]:
        if one["role"] == "tool":
            if one["tool_call_id"] not in open_calls:
                return f"the result {one['tool_call_id']} belongs to no call before it"
            open_calls.remove(one["tool_call_id"])
        elif open_calls:
            return f"the calls {open_calls} are not answered"
        open_calls += [call["id"] for call in one.get("tool_calls") or ()]
    return f"the calls {open_calls} are not answered" if open_calls else None


def _stream(request: dict[str, Any], reply: dict[str, Any], reason: str | None, usage: dict[str, int] | None) -> str:
    """Write a reply word by word as server-sent events, its calls in pieces; without a reason it breaks off."""
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    for name in ("reasoning_content", "content"):
        words = str(reply.get(name) or "").split(" ")
        deltas += [{name: word if number == 0 else f" {word}"} for number, word in enumerate(words)]
    for number, call in enumerate(reply.get("tool_calls") or ()):
        text, half = call["function"]["arguments"], len(str(call["function"]["arguments"])) // 2
        head = {"index": number, "id": call["id"], "type": "function"}
        deltas.append({"tool_calls": [head | {"function": {"name": call["function"]["name"], "arguments": ""}}]})
        deltas += [
            {"tool_calls": [{"index": number, "function": {"arguments": piece}}]}
            for piece in (text[:half], text[half:])
        ]
    choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
    if reason:
        choices.append({"index": 0, "delta": {}, "finish_reason": reason})
    frames = [_frame(request, "chat.completion.chunk", choice) for choice in choices]
    if usage is not None and (request.get("stream_options") or {}).get("include_usage"):
        frames.append(_frame(request, "chat.completion.chunk") | {"usage": usage})
    return "".join(f"data: {json.dumps(frame)}\n\n" for frame in frames) + ("data: [DONE]\n\n" if reason else "")
