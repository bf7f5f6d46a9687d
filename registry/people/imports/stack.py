"""A stack of its own for work that calls small functions a hundred thousand times from C."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def on_fresh_stack(
    work: Callable[Arguments, Result], *arguments: Arguments.args, **options: Arguments.kwargs
) -> Result:
    """Return what `work` returns, done in a thread that nothing else uses; its errors are passed on.

    Python keeps the frames of its calls in chunks of 16 KiB. Where a handler's frame happens to be the first of a
    chunk, each call takes the chunk from the system and gives it back: a book is then read six times as slowly,
    and it depends on nothing but how deep the caller stands. A new thread begins with an empty chunk.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work, *arguments, **options).result()
