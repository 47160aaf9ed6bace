"""Arithmetic read into a tree: a recursive descent with hard limits, nothing of it run as code."""

from collections.abc import Collection
from fractions import Fraction

from cribdeck.facts.calculations.tokens import (
    LONGEST,
    SIGNS,
    SUPERSCRIPTS,
    VULGAR,
    Decimal,
    Token,
    UnclearError,
    raised,
    read_number,
    spelled,
    tokens,
)
from cribdeck.facts.calculations.tree import Call, Group, Measured, Name, Negative, Node, Number, Operation, Unit
from cribdeck.facts.calculations.units import CURRENCIES, KNOWN, PARTS, TIMES

MOST_TOKENS = 160
DEEPEST = 24

CONSTANTS = {"π": "pi", "pi": "pi", "e": "e"}
FUNCTIONS = {"sqrt": 1, "root": 2, "cbrt": 1, "log": 1, "lg": 1, "ln": 1, "log_10": 1, "log10": 1, "log_2": 1,
             "log2": 1, "exp": 1, "sin": 1, "cos": 1, "tan": 1, "arcsin": 1, "arccos": 1, "arctan": 1, "abs": 1,
             "ceil": 1, "floor": 1, "round": 1, "min": 2, "max": 2}  # fmt: skip
"""Functions, and of how many values."""
CLOSING = {"(": ")", "[": "]", "⌈": "⌉", "⌊": "⌋"}
OF = ("of", "von", "de", "af", "av", "van", "di")
"""``20 % of 50`` in a few languages: a product, after a percentage or a fraction."""
LONGEST_UNIT = 3
"""Words in a unit that is counted: "read capacity units"."""


def parse(source: str, *, decimal: Decimal = ".", names: Collection[str] = ()) -> Node:
    """The tree of one side of a working.

    ``names`` are variables that may stand in it. Raises UnclearError when it is no arithmetic, or too much of it.
    """
    if len(source) > LONGEST:
        raise UnclearError("the working is too long")
    found = tokens(source)
    if len(found) > MOST_TOKENS:
        raise UnclearError("the working is too long")
    reader = _Reader(found, decimal, frozenset(names))
    node = reader.sum()
    if not reader.done:
        raise UnclearError(f"“{reader.rest}” is no arithmetic")
    return node


class _Reader:
    """A place in the tokens; each method reads one kind of expression from there."""

    def __init__(self, found: list[Token], decimal: Decimal, names: frozenset[str]) -> None:
        self.tokens = found
        self.decimal = decimal
        self.names = names
        self.at = 0
        self.depth = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    @property
    def rest(self) -> str:
        return " ".join(token.text for token in self.tokens[self.at : self.at + 4])

    def ahead(self, shift: int = 0) -> Token | None:
        place = self.at + shift
        return self.tokens[place] if place < len(self.tokens) else None

    def sign(self, *wanted: str) -> str:
        """The next token if it is one of these operators, and past it."""
        token = self.ahead()
        if token is None or token.kind != "op" or SIGNS.get(token.text) not in wanted:
            return ""
        self.at += 1
        return token.text

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnclearError("brackets are nested too deep")
        node = self.product()
        while sign := self.sign("+", "-"):
            node = Operation(SIGNS[sign], node, self.product(), sign)
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.beside(self.signed())
        while True:
            if sign := self.sign("*", "/") or self.of():
                right = self.signed()
                if SIGNS[sign] == "/" and self.starts_value():
                    raise UnclearError("the division can be read in two ways; brackets would help")
                node = _joined(node, sign, self.beside(right))
            else:
                return node

    def of(self) -> str:
        token = self.ahead()
        if token is None or token.text not in OF or not self.is_share():
            return ""
        self.at += 1
        return "of"

    def is_share(self) -> bool:
        """Whether a percentage or a fraction stands right before: 10 of 200 is no product."""
        before = self.tokens[self.at - 1]
        over = self.tokens[self.at - 2].text if self.at > 1 else ""
        return before.text in PARTS or before.text in VULGAR or (before.kind == "number" and over == "/")

    def beside(self, node: Node) -> Node:
        """``node`` times all that stands right beside it: ``2(3 + 4)``, ``2π``, ``3 sin(30°)``."""
        while self.starts_value():
            node = Operation("*", node, self.power())
        return node

    def starts_value(self) -> bool:
        token = self.ahead()
        if token is None:
            return False
        return (
            token.kind == "open"
            or (token.kind == "number" and self.tokens[self.at - 1].text == "!")
            or token.text == "√"
            or (
                token.kind == "word"
                and (token.text in FUNCTIONS or token.text in CONSTANTS or token.text in self.names)
            )
        )

    def signed(self) -> Node:
        if self.sign("-"):
            return Negative(self.signed_once())
        self.sign("+")
        return self.power()

    def signed_once(self) -> Node:
        if self.sign("-", "+"):
            raise UnclearError("two signs stand side by side")
        return self.power()

    def power(self) -> Node:
        node = self.postfix()
        token = self.ahead()
        if token is not None and token.kind == "power":
            self.at += 1
            node = Operation("^", node, _superscript(token.text), "^")
        elif self.sign("^"):
            self.depth += 1
            if self.depth > DEEPEST:
                raise UnclearError("powers are nested too deep")
            node = Operation("^", node, self.exponent(), "^")
            self.depth -= 1
        unit = self.unit()
        return Measured(node, unit) if unit else node

    def exponent(self) -> Node:
        """What stands raised: without a unit, which is the whole power's."""
        if self.sign("-"):
            return Negative(self.exponent_itself())
        self.sign("+")
        return self.exponent_itself()

    def exponent_itself(self) -> Node:
        node = self.postfix()
        if self.sign("^"):
            self.depth += 1
            if self.depth > DEEPEST:
                raise UnclearError("powers are nested too deep")
            node = Operation("^", node, self.exponent(), "^")
            self.depth -= 1
        return node

    def postfix(self) -> Node:
        node = self.atom()
        while self.sign("!"):
            node = Call("!", (node,))
        return node

    def atom(self) -> Node:
        token = self.ahead()
        if token is None:
            raise UnclearError("the working breaks off")
        self.at += 1
        if token.kind == "number":
            return self.numeral(token)
        if token.kind == "open":
            return self.group(token)
        if token.text in CURRENCIES:
            return Measured(self.atom(), Unit(((token.text, 1),), token.text))
        if token.text == "√":
            return Call("sqrt", (self.postfix(),))
        if token.text in self.names:
            return Name(token.text)
        if token.text in FUNCTIONS:
            return self.call(token.text)
        if token.text in CONSTANTS:
            return Name(CONSTANTS[token.text])
        raise UnclearError(f"“{token.text}” is no number")

    def numeral(self, token: Token) -> Node:
        value, ulp = read_number(token.text, self.decimal)
        node = Number(value, token.text, ulp)
        return self.mixed(node) if value.denominator == 1 else node

    def mixed(self, whole: Number) -> Node:
        """``2 1/2`` and ``2½``; ``2 & (1)/(2)`` is what TeX's ``2\\frac{1}{2}`` comes as."""
        following = self.ahead()
        if following is not None and following.text in VULGAR:
            self.at += 1
            return Operation("&", whole, self.numeral(following))
        if self.sign("&"):
            return Operation("&", whole, Operation("/", self.atom(), self._over(), "frac"))
        over, below = self.ahead(1), self.ahead(2)
        if following is None or over is None or below is None:
            return whole
        if following.kind != "number" or over.text not in ("/", "⁄") or below.kind != "number":
            return whole
        self.at += 3
        top, bottom = (Number(*_shown(token, self.decimal)) for token in (following, below))
        if top.value >= bottom.value:
            raise UnclearError("two numbers stand side by side")
        return Operation("&", whole, Operation("/", top, bottom, "/"))

    def _over(self) -> Node:
        if not self.sign("/"):
            raise UnclearError("a fraction breaks off")
        return self.atom()

    def group(self, token: Token) -> Node:
        inner = self.sum()
        closing = self.ahead()
        if closing is None or closing.text != CLOSING[token.text]:
            raise UnclearError("a bracket is not closed")
        self.at += 1
        match token.text:
            case "⌈":
                return Call("ceil", (inner,))
            case "⌊":
                return Call("floor", (inner,))
            case _:
                return Group(inner)

    def call(self, name: str) -> Node:
        token = self.ahead()
        if token is None or token.kind != "open":
            return Call(name, (self.power(),))
        self.at += 1
        inputs = [self.sum()]
        while (comma := self.ahead()) is not None and comma.kind == "comma":
            self.at += 1
            inputs.append(self.sum())
        closing = self.ahead()
        if closing is None or closing.kind != "close" or len(inputs) != FUNCTIONS[name]:
            raise UnclearError(f"{name} takes {FUNCTIONS[name]} value{'s' if FUNCTIONS[name] > 1 else ''} in brackets")
        self.at += 1
        return Call(name, tuple(inputs))

    def unit(self) -> Unit | None:
        """The unit that stands right here, and past it."""
        first = self.ahead()
        if first is None or first.kind != "word" or not (self.unit_word(first) or self.rate(first)):
            return None
        start, factors = first.start, list(self.factor(1))
        while (step := self.unit_step()) is not None:
            factors += self.below() if step == 0 else self.factor(step)
        last = self.tokens[self.at - 1]
        return Unit(tuple(factors), raised(spelled(self.tokens, start, last.end)))

    def rate(self, first: Token) -> bool:
        """``10 p/s``: a letter that is no unit by itself, counted over a time."""
        over, time = self.ahead(1), self.ahead(2)
        return (
            len(first.text) == 1 and over is not None and over.text == "/" and time is not None and time.text in TIMES
        )

    def unit_word(self, token: Token) -> bool:
        text = token.text
        if text in KNOWN or text in CURRENCIES:
            return True
        if text in FUNCTIONS or text in CONSTANTS or text in self.names or text in OF or text in ("x", "X"):
            return False
        if text[-1].isdigit():
            return text[:-1] in KNOWN and text[-1] in "23"
        return len(text) > 1 and "_" not in text

    def unit_step(self) -> int | None:
        """1 or -1 when a further factor of the unit follows (``·``, ``/``, "per"), 0 before brackets; past the sign."""
        token, after = self.ahead(), self.ahead(1)
        inside = self.ahead(2)
        if token is not None and token.text == "/" and after is not None and after.text == "(":
            if inside is None or inside.text not in KNOWN:
                return None
            self.at += 2
            return 0
        if token is None or after is None or after.kind != "word" or not self.unit_word(after):
            return None
        if token.text in ("/", "⁄", "per"):
            self.at += 1
            return -1
        if token.text in ("·", "⋅") and after.text in KNOWN:
            self.at += 1
            return 1
        return None

    def below(self) -> list[tuple[str, int]]:
        """The factors in brackets under a unit: ``J/(kg·K)``."""
        found = list(self.factor(-1))
        while (token := self.ahead()) is not None and token.text != ")":
            if token.kind == "op":
                self.at += 1
            after = self.ahead()
            if after is None or after.kind != "word":
                raise UnclearError("a unit breaks off")
            found += self.factor(-1)
        if self.done:
            raise UnclearError("a bracket is not closed")
        self.at += 1
        return found

    def factor(self, sign: int) -> tuple[tuple[str, int], ...]:
        words = [self.tokens[self.at].text]
        self.at += 1
        if words[0] not in KNOWN:
            words += self.more_words(LONGEST_UNIT - 1)
        name, power = " ".join(words), 1
        if name[-1] in "23" and name[:-1] in KNOWN:
            name, power = name[:-1], int(name[-1])
        elif (exponent := self.unit_power()) is not None:
            power = exponent
        return ((name, sign * power),)

    def more_words(self, most: int) -> list[str]:
        words: list[str] = []
        while len(words) < most and (token := self.ahead()) is not None and token.kind == "word":
            if token.text == "per" or not self.unit_word(token):
                break
            words.append(token.text)
            self.at += 1
        return words

    def unit_power(self) -> int | None:
        token = self.ahead()
        if token is not None and token.kind == "power":
            self.at += 1
            return _small(token.text.translate(SUPERSCRIPTS))
        if token is None or token.text not in ("^", "**"):
            return None
        self.at += 1
        written = ""
        while (token := self.ahead()) is not None and (token.kind == "number" or token.text in ("(", ")", "-", "−")):
            written += token.text
            self.at += 1
            if token.kind == "number" and not written.startswith("("):
                break
            if token.text == ")":
                break
        return _small(written.strip("()").replace("−", "-"))


def _joined(left: Node, sign: str, right: Node) -> Node:
    """``1/2 kg`` is half a kilogram, and 4 × 10² m one length: the unit belongs to all of it."""
    op = SIGNS[sign]
    if op == "*" and isinstance(left, Number) and isinstance(right, Measured) and _is_power_of_ten(right.inner):
        return Measured(Operation(op, left, right.inner, sign), right.unit)
    if op == "/" and isinstance(left, Number) and isinstance(right, Measured) and isinstance(right.inner, Number):
        return Measured(Operation(op, left, right.inner, sign), right.unit)
    return Operation(op, left, right, sign)


def _is_power_of_ten(node: Node) -> bool:
    return isinstance(node, Operation) and node.op == "^" and isinstance(node.left, Number) and node.left.shown == "10"


def _small(written: str) -> int:
    if not written.lstrip("-").isdecimal() or len(written) > 2:
        raise UnclearError("a unit's power is no small number")
    return int(written)


def _shown(token: Token, decimal: Decimal) -> tuple[Fraction, str, Fraction]:
    value, ulp = read_number(token.text, decimal)
    return value, token.text, ulp


def _superscript(text: str) -> Node:
    written = text.translate(SUPERSCRIPTS)
    digits = written.lstrip("+-")
    if not digits or len(digits) > 4 or written[0] == "+":
        raise UnclearError(f"{text} is no power")
    value, ulp = read_number(digits)
    number = Number(value, digits, ulp)
    return Negative(number) if written[0] == "-" else number
