"""Tables whose rows keep every cell that their author wrote."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

_PIPE = re.compile(r"(?<!\\)\|")


def tables(md: MarkdownIt) -> None:
    """GFM tables. markdown-it drops the cells of a row that is longer than the header, and fills up short rows
    with empty cells by the thousand; here a row has the cells that stand in it."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.enable("table")


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not table(state, start, end, True):
        return False
    if silent:
        return True
    parent, state.parentType = state.parentType, "table"
    opening = state.push("table_open", "table", 1)
    _row(state, start, "head")
    line = start + 2
    while line < end and _goes_on(state, line, end):
        _row(state, line, "")
        line += 1
    state.push("table_close", "table", -1)
    opening.map = [start, line]
    state.parentType = parent
    state.line = line
    return True


def _goes_on(state: StateBlock, line: int, end: int) -> bool:
    if state.sCount[line] < state.blkIndent or state.isEmpty(line) or state.is_code_block(line):
        return False
    return not any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("blockquote"))


def _row(state: StateBlock, line: int, info: str) -> None:
    opening = state.push("tr_open", "tr", 1)
    opening.map, opening.info = [line, line + 1], info
    for cell in cells(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]):
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = cell, [line, line + 1], []
    state.push("tr_close", "tr", -1)


def cells(line: str) -> list[str]:
    """The cells of a row: ``| a | b \\| c |`` has ``a`` and ``b | c``."""
    parts = _PIPE.split(line.strip())
    if len(parts) > 1 and not parts[0]:
        del parts[0]
    if len(parts) > 1 and not parts[-1]:
        del parts[-1]
    return [part.strip().replace("\\|", "|") for part in parts]
