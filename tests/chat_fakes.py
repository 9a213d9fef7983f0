"""Chat models for tests: one that says what it is told to, and one that obeys whatever a passage orders."""

import json
import re
from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult


class ScriptedChatModel(BaseChatModel):
    """Streams `replies` in turn, a few characters at a time, and records the prompts that it was sent."""

    replies: list[str | Exception]
    seen: list[list[BaseMessage]] = []  # noqa: RUF012 (pydantic copies it for each instance)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: list[BaseMessage]) -> str:
        self.seen.append(messages)
        reply = self.replies[min(len(self.seen), len(self.replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 (the contract's)
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._next(messages)))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 (the contract's)
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._next(messages)
        for start in range(0, len(reply), 7):
            yield ChatGenerationChunk(message=AIMessageChunk(reply[start : start + 7]))
        usage: Any = {"input_tokens": 100, "output_tokens": 20, "total_tokens": 120}
        yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=usage))


class ObedientChatModel(ScriptedChatModel):
    """Does what the material says: every sentence that orders something becomes a statement of its own.

    The worst reader of a prompt that there can be; what it says must still not get past the checks.
    """

    replies: list[str | Exception] = []  # noqa: RUF012

    def _next(self, messages: list[BaseMessage]) -> str:
        self.seen.append(messages)
        material = str(messages[-1].content)
        orders = re.findall(r"(?:say|state|answer|write|print|reply|add)[: ]+[“\"']?([^“”\"\n]{5,200})", material, re.I)
        lines = [json.dumps({"statement": order, "evidence": [{"key": "P1", "quote": order}]}) for order in orders]
        return "\n".join(lines) or '{"not_in_passages": true}'


def line(statement: str, *references: tuple[str, str]) -> str:
    """Return one line of a model's reply."""
    return json.dumps({"statement": statement, "evidence": [{"key": key, "quote": quote} for key, quote in references]})
