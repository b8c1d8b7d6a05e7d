"""The stages of one document's way, n of m, as callers see them."""

from storage.records.events import Stage

NAMES = ("received", "opening", "reading", "checking", "done")
WORDS = {"received": "已收到", "opening": "正在打开", "reading": "正在读取", "checking": "正在核对", "done": "完成"}
COUNT = len(NAMES)


def stage(name: str) -> Stage:
    """Give a stage by its name."""
    return Stage(NAMES.index(name) + 1, COUNT, name)


RECEIVED = stage("received")
OPENING = stage("opening")
READING = stage("reading")
CHECKING = stage("checking")
DONE = stage("done")
