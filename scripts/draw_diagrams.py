"""Draws the diagrams of the project's own notes: SVG files in ``notes/images/``, the same bytes at every run."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

IMAGES = Path(__file__).parent.parent / "notes" / "images"

WIDTH = 300
"""Of every diagram, in SVG units: on a column of 65 mm, type of 11 units is 6.8 points high."""

SIZE = 11.0
SMALL = 9.5

CHARACTER = 0.62
BOLD = 0.68
"""Width of a character over its height in the widest sans-serif that a reader is likely to have."""

INK = "#1b2733"
GREY = "#5b6770"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tone:
    """A fill and a darker line; they differ in lightness too, so that a grey print keeps them apart."""

    fill: str
    line: str


BLUE = Tone("#d6e6f8", "#2f6ba8")
ORANGE = Tone("#fde3c4", "#c46d16")
GREEN = Tone("#d5efdc", "#2f8550")
PURPLE = Tone("#e7dcf6", "#7049ab")
RED = Tone("#fadadb", "#b93a41")
PLAIN = Tone("#ffffff", "#7d8993")
PALE = Tone("#f4f7fa", "#6f7d89")


def text(
    x: float, y: float, words: str, *, size: float = SIZE, colour: str = INK, bold: bool = False, anchor: str = "middle"
) -> str:
    """Words on the base line ``y``, centred on ``x`` unless another anchor is given."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"{weight}>'
        f"{escape(words, quote=False)}</text>"
    )


def box(x: float, y: float, width: float, height: float, title: str, *lines: str, tone: Tone = PLAIN) -> str:
    """A rounded box with a title and smaller lines below it, centred in both directions."""
    _check_fit(width, title, SIZE, bold=True)
    for line in lines:
        _check_fit(width, line, SMALL)
    middle = x + width / 2
    top = y + height / 2 - 6 * len(lines) + 4
    rows = [text(middle, top, title, bold=True)]
    rows += [text(middle, top + 12 * nth, line, size=SMALL) for nth, line in enumerate(lines, 1)]
    return _rectangle(x, y, width, height, tone) + "".join(rows)


def cell(x: float, y: float, width: float, height: float, words: str, tone: Tone = PLAIN) -> str:
    """A small box with one line of small type."""
    _check_fit(width, words, SMALL)
    return _rectangle(x, y, width, height, tone, radius=2) + text(
        x + width / 2, y + height / 2 + 3.4, words, size=SMALL
    )


def frame(
    x: float, y: float, width: float, height: float, label: str, *, tone: Tone = PALE, dashed: bool = False
) -> str:
    """A box around others, with its label in the upper left corner."""
    _check_fit(width - 6, label, SMALL, bold=True)
    return _rectangle(x, y, width, height, tone, dashed=dashed) + text(
        x + 6, y + 12, label, size=SMALL, colour=tone.line, bold=True, anchor="start"
    )


def arrow(*points: Point, label: str = "", at: Point | None = None, dashed: bool = False, colour: str = GREY) -> str:
    """A line through the points with its head at the last one, and a label whose middle stands ``at`` a point."""
    (x0, y0), (x1, y1) = points[-2:]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    neck = (x1 - 6 * dx, y1 - 6 * dy)
    line = " ".join(f"{x:g},{y:g}" for x, y in (*points[:-1], (round(neck[0], 2), round(neck[1], 2))))
    head = ((x1, y1), (neck[0] - 3.2 * dy, neck[1] + 3.2 * dx), (neck[0] + 3.2 * dy, neck[1] - 3.2 * dx))
    corners = " ".join(f"{round(x, 2):g},{round(y, 2):g}" for x, y in head)
    dashes = ' stroke-dasharray="3 2.4"' if dashed else ""
    words = text(*at, label, size=SMALL, colour=colour) if at else ""
    return (
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.3"{dashes}/>'
        f'<polygon points="{corners}" fill="{colour}"/>{words}'
    )


def table(
    x: float,
    y: float,
    widths: Sequence[float],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    tone: Tone,
    keys: int,
) -> str:
    """A grid of cells, 16 units a row; the first ``keys`` columns stand out in the tone's colour."""
    lefts = [x + sum(widths[:nth]) for nth in range(len(widths))]
    parts = []
    for nth, row in enumerate((head, *rows)):
        for column, words in enumerate(row):
            key = column < keys
            own = Tone(tone.line, tone.line) if key and not nth else Tone(tone.fill, tone.line) if key else PLAIN
            parts.append(_rectangle(lefts[column], y + 16 * nth, widths[column], 16, own, radius=0))
            colour = "#ffffff" if key and not nth else INK
            middle = lefts[column] + widths[column] / 2
            _check_fit(widths[column], words, SMALL)
            parts.append(text(middle, y + 16 * nth + 11.4, words, size=SMALL, colour=colour, bold=not nth))
    return "".join(parts)


def drawing(title: str, height: float, *parts: str) -> str:
    """A whole SVG file on a white ground, so that it reads on a dark card as well."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * WIDTH}" height="{2 * height:g}" '
            f'viewBox="0 0 {WIDTH} {height:g}" font-family="sans-serif" role="img">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{WIDTH}" height="{height:g}" rx="6" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        )
    )


def _rectangle(
    x: float, y: float, width: float, height: float, tone: Tone, *, radius: float = 5, dashed: bool = False
) -> str:
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" '
        f'fill="{tone.fill}" stroke="{tone.line}" stroke-width="1.1"{dashes}/>'
    )


def _check_fit(width: float, words: str, size: float, *, bold: bool = False) -> None:
    needed = (BOLD if bold else CHARACTER) * size * len(words)
    if needed > width:
        raise ValueError(
            f"{words!r} may need {needed:.0f} units but its box has {width:g}: shorten it or widen the box."
        )


# --- the diagrams, in the order of the notes ----------------------------------


def alb_target_groups() -> str:
    return drawing(
        "A load balancer routes by path to two target groups and leaves out the unhealthy target",
        176,
        box(6, 70, 54, 36, "Clients"),
        box(82, 46, 64, 84, "ALB", "listener", ":443", "rules", tone=PURPLE),
        frame(196, 6, 98, 86, "Group “api”", tone=PALE),
        frame(196, 98, 98, 70, "Group “web”", tone=PALE),
        cell(206, 24, 78, 17, "i-1 healthy", GREEN),
        cell(206, 46, 78, 17, "i-2 healthy", GREEN),
        cell(206, 68, 78, 17, "i-3 failing", RED),
        cell(206, 118, 78, 17, "i-4 healthy", GREEN),
        cell(206, 142, 78, 17, "i-5 healthy", GREEN),
        arrow((60, 88), (82, 88)),
        arrow((146, 68), (176, 68), (176, 32), (206, 32)),
        arrow((176, 54), (206, 54)),
        arrow((146, 108), (176, 108), (176, 126), (206, 126)),
        arrow((176, 126), (176, 150), (206, 150)),
        text(171, 26, "/api/*", size=SMALL, colour=GREY),
        text(168, 102, "others", size=SMALL, colour=GREY),
        text(6, 168, "A failing target is passed over.", size=SMALL, colour=GREY, anchor="start"),
    )


def dynamodb_keys() -> str:
    orders = (("u1", "01-03", "40", "paid"), ("u1", "02-11", "15", "open"), ("u2", "01-20", "99", "open"))
    return drawing(
        "A table with partition key and sort key, a local and a global secondary index",
        204,
        text(8, 14, "Table: partition key + sort key", size=SMALL, bold=True, anchor="start"),
        table(8, 20, (70, 80, 62, 62), ("user_id", "date", "total", "status"), orders, BLUE, 2),
        text(8, 108, "LSI: same partition key", size=SMALL, bold=True, anchor="start"),
        table(8, 128, (70, 62), ("user_id", "total"), (("u1", "15"), ("u1", "40"), ("u2", "99")), GREEN, 2),
        text(8, 121, "another sort key", size=SMALL, colour=GREY, anchor="start"),
        text(156, 108, "GSI: another", size=SMALL, bold=True, anchor="start"),
        text(156, 121, "key altogether", size=SMALL, colour=GREY, anchor="start"),
        table(
            156, 128, (62, 72), ("status", "date"), (("open", "01-20"), ("open", "02-11"), ("paid", "01-03")), ORANGE, 2
        ),
    )


def sqs_fan_out() -> str:
    names = ("billing", "shipping", "fraud check")
    queues = [
        part
        for nth, name in enumerate(names)
        for part in (
            box(154, 8 + 50 * nth, 50, 38, "SQS", "queue", tone=ORANGE),
            box(226, 8 + 50 * nth, 70, 38, "Worker", name, tone=GREEN),
            arrow((118, 77), (136, 77), (136, 27 + 50 * nth), (154, 27 + 50 * nth)),
            arrow((226, 27 + 50 * nth), (204, 27 + 50 * nth)),
        )
    ]
    return drawing(
        "Fan-out: one message to an SNS topic reaches three SQS queues, each with its own consumer",
        176,
        box(4, 58, 48, 38, "Shop"),
        box(70, 52, 48, 50, "SNS", "topic", tone=PURPLE),
        arrow((52, 77), (70, 77)),
        *queues,
        text(120, 169, "SNS pushes to the queues", size=SMALL, colour=GREY),
        text(248, 169, "workers poll", size=SMALL, colour=GREY),
    )


def kinesis_shards() -> str:
    keys = (("a", "c", "a"), ("b", "b", "e"), ("d", "f", "d"))
    shards = [
        part
        for nth, records in enumerate(keys)
        for part in (
            frame(124, 22 + 46 * nth, 104, 40, f"Shard {nth + 1}", tone=Tone("#ffffff", BLUE.line)),
            *(cell(128 + 33 * place, 39 + 46 * nth, 30, 17, f"key {key}", BLUE) for place, key in enumerate(records)),
            box(246, 26 + 46 * nth, 50, 34, f"KCL {nth + 1}", tone=GREEN),
            arrow((228, 43 + 46 * nth), (246, 43 + 46 * nth)),
        )
    ]
    return drawing(
        "Producers write records to shards by the hash of the partition key, one KCL instance reads each shard",
        184,
        frame(116, 4, 120, 164, "Data stream", tone=PALE),
        *shards,
        *(box(4, 26 + 46 * nth, 44, 34, name) for nth, name in enumerate(("SDK", "KPL", "Agent"))),
        box(66, 69, 36, 40, "Hash", tone=ORANGE),
        arrow((48, 43), (57, 43), (57, 80), (66, 80)),
        arrow((48, 89), (66, 89)),
        arrow((48, 135), (57, 135), (57, 98), (66, 98)),
        arrow((102, 80), (110, 80), (110, 43), (124, 43)),
        arrow((102, 89), (124, 89)),
        arrow((102, 98), (110, 98), (110, 135), (124, 135)),
        text(150, 180, "The hash of the partition key picks the shard.", size=SMALL, colour=GREY),
    )


def firehose() -> str:
    return drawing(
        "Firehose takes records from a stream or a producer, transforms them and delivers them in batches",
        146,
        box(4, 10, 76, 38, "Kinesis", "data stream", tone=BLUE),
        box(4, 62, 76, 38, "Producers", "direct"),
        box(104, 32, 80, 48, "Firehose", "buffers", tone=ORANGE),
        box(108, 106, 72, 34, "Lambda", "transforms", tone=PURPLE),
        cell(214, 6, 80, 19, "S3", GREEN),
        cell(214, 29, 80, 19, "Redshift", GREEN),
        cell(214, 52, 80, 19, "OpenSearch", GREEN),
        cell(214, 75, 80, 19, "Splunk", GREEN),
        cell(214, 98, 80, 19, "HTTP", GREEN),
        arrow((80, 29), (90, 29), (90, 48), (104, 48)),
        arrow((80, 81), (90, 81), (90, 64), (104, 64)),
        arrow((134, 80), (134, 106)),
        arrow((154, 106), (154, 80)),
        *(arrow((184, 56), (199, 56), (199, 15.5 + 23 * nth), (214, 15.5 + 23 * nth)) for nth in (0, 1, 3, 4)),
        arrow((184, 56), (199, 56), (199, 61.5), (214, 61.5)),
    )


def vpc() -> str:
    return drawing(
        "A VPC with a public and a private subnet, an internet gateway, a NAT gateway and a gateway endpoint",
        232,
        box(30, 4, 80, 24, "Internet"),
        frame(6, 46, 214, 180, "", tone=PALE),
        text(212, 60, "VPC", size=SMALL, colour=PALE.line, bold=True, anchor="end"),
        frame(14, 66, 178, 66, "", tone=Tone("#eef8f1", GREEN.line), dashed=True),
        text(20, 126, "Public subnet", size=SMALL, colour=GREEN.line, bold=True, anchor="start"),
        frame(14, 148, 178, 70, "", tone=Tone("#eef4fb", BLUE.line), dashed=True),
        text(20, 212, "Private subnet", size=SMALL, colour=BLUE.line, bold=True, anchor="start"),
        box(48, 36, 44, 24, "IGW", tone=PURPLE),
        box(24, 78, 66, 34, "EC2", tone=GREEN),
        box(118, 78, 66, 34, "NAT", "gateway", tone=ORANGE),
        box(24, 160, 46, 38, "EC2", tone=BLUE),
        box(76, 160, 46, 38, "RDS", tone=BLUE),
        box(128, 160, 56, 38, "Lambda", tone=BLUE),
        cell(196, 169, 50, 20, "Endpoint", PURPLE),
        cell(254, 140, 42, 20, "S3", GREEN),
        cell(240, 198, 56, 20, "DynamoDB", GREEN),
        arrow((62, 36), (62, 28)),
        arrow((78, 28), (78, 36)),
        arrow((56, 78), (56, 60)),
        arrow((66, 60), (66, 78)),
        arrow((151, 78), (151, 48), (92, 48)),
        arrow((151, 160), (151, 112)),
        arrow((184, 179), (196, 179)),
        arrow((234, 169), (234, 150), (254, 150)),
        arrow((226, 189), (226, 208), (240, 208)),
    )


def lambda_invocation() -> str:
    return drawing(
        "Three ways to invoke a Lambda function: synchronous, asynchronous and through an event source mapping",
        224,
        frame(4, 4, 292, 62, "Synchronous: the caller waits", tone=PALE),
        box(12, 24, 88, 34, "API Gateway", "ALB, SDK"),
        box(216, 24, 70, 34, "Lambda", tone=ORANGE),
        arrow((100, 36), (216, 36), label="request", at=(158, 32)),
        arrow((216, 48), (100, 48), label="response", at=(158, 60)),
        frame(4, 74, 292, 74, "Asynchronous: the event is queued", tone=PALE),
        box(12, 96, 88, 42, "S3, SNS", "EventBridge"),
        box(122, 96, 64, 42, "Event", "queue", tone=PURPLE),
        box(216, 92, 70, 26, "Lambda", tone=ORANGE),
        cell(216, 124, 70, 18, "DLQ", RED),
        arrow((100, 117), (122, 117)),
        arrow((186, 108), (216, 108)),
        arrow((186, 130), (216, 130), dashed=True),
        frame(4, 156, 292, 64, "Event source mapping: Lambda polls", tone=PALE),
        box(12, 176, 80, 38, "Queue or", "stream", tone=BLUE),
        box(126, 176, 62, 38, "Mapping", tone=PURPLE),
        box(226, 176, 60, 38, "Lambda", tone=ORANGE),
        arrow((126, 195), (92, 195)),
        arrow((188, 195), (226, 195)),
        text(206, 190, "batch", size=SMALL, colour=GREY),
        text(110, 190, "poll", size=SMALL, colour=GREY),
    )


def cicd_pipeline() -> str:
    return drawing(
        "CodePipeline takes the source through build and deployment and hands artifacts on through S3",
        184,
        frame(4, 4, 292, 122, "CodePipeline", tone=PALE),
        box(10, 26, 68, 40, "Source", "Git", tone=BLUE),
        box(112, 26, 76, 40, "Build", "CodeBuild", tone=PURPLE),
        box(214, 26, 76, 40, "Deploy", "CodeDeploy", tone=GREEN),
        arrow((78, 46), (112, 46)),
        arrow((188, 46), (214, 46)),
        box(54, 90, 192, 28, "S3 bucket of artifacts", tone=ORANGE),
        arrow((62, 66), (62, 90)),
        arrow((130, 90), (130, 66)),
        arrow((170, 66), (170, 90)),
        arrow((238, 90), (238, 66)),
        text(84, 82, "code", size=SMALL, colour=GREY),
        text(193, 82, "build", size=SMALL, colour=GREY),
        box(10, 142, 90, 36, "EventBridge", "failures", tone=RED),
        arrow((40, 126), (40, 142), dashed=True),
        cell(126, 150, 50, 20, "EC2", PLAIN),
        cell(182, 150, 50, 20, "Lambda", PLAIN),
        cell(238, 150, 50, 20, "ECS", PLAIN),
        arrow((280, 66), (280, 138), (263, 138), (263, 150)),
        arrow((263, 138), (207, 138), (207, 150)),
        arrow((207, 138), (151, 138), (151, 150)),
    )


def cognito_pools() -> str:
    return drawing(
        "A user pool signs a user in and returns tokens, an identity pool exchanges a token for AWS credentials",
        190,
        box(4, 68, 46, 46, "App"),
        frame(96, 4, 100, 82, "Authentication", tone=PALE),
        box(104, 24, 84, 54, "User pool", "sign-up", "sign-in", tone=PURPLE),
        frame(96, 98, 100, 86, "Authorization", tone=PALE),
        box(104, 120, 84, 56, "Identity", "pool", "+ STS", tone=ORANGE),
        box(232, 18, 64, 40, "API", "Gateway", tone=GREEN),
        box(232, 126, 64, 44, "S3", "DynamoDB", tone=GREEN),
        arrow((18, 68), (18, 36), (104, 36), label="password", at=(66, 32)),
        arrow((104, 62), (36, 62), (36, 68), label="JWT", at=(74, 58)),
        arrow((18, 114), (18, 160), (104, 160), label="JWT", at=(66, 172)),
        arrow((104, 134), (36, 134), (36, 114), label="AWS keys", at=(71, 130)),
        arrow((50, 91), (264, 91), (264, 58), label="JWT", at=(220, 87)),
        arrow((264, 91), (264, 126), label="AWS keys", at=(236, 108)),
    )


def step_functions_states() -> str:
    return drawing(
        "A state machine with the states Task, Choice, Wait, Parallel, Map, Succeed and Fail",
        236,
        box(106, 6, 88, 28, "Task", tone=ORANGE),
        box(106, 52, 88, 34, "Choice", "in stock?", tone=PURPLE),
        box(6, 52, 66, 34, "Wait", "1 hour", tone=BLUE),
        box(228, 52, 66, 34, "Fail", tone=RED),
        frame(56, 106, 188, 54, "Parallel", tone=PALE),
        box(64, 124, 82, 28, "Task A", tone=ORANGE),
        box(154, 124, 82, 28, "Task B", tone=ORANGE),
        box(92, 176, 116, 22, "Map: each item", tone=BLUE),
        box(106, 210, 88, 22, "Succeed", tone=GREEN),
        arrow((150, 34), (150, 52)),
        arrow((106, 76), (72, 76), label="no", at=(90, 86)),
        arrow((39, 52), (39, 20), (106, 20)),
        arrow((194, 69), (228, 69)),
        text(211, 60, "never", size=SMALL, colour=GREY),
        arrow((150, 86), (150, 106), label="yes", at=(166, 100)),
        arrow((150, 160), (150, 176)),
        arrow((150, 198), (150, 210)),
    )


DIAGRAMS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("alb-target-groups", alb_target_groups),
    ("dynamodb-keys", dynamodb_keys),
    ("sqs-fan-out", sqs_fan_out),
    ("kinesis-shards", kinesis_shards),
    ("firehose", firehose),
    ("vpc", vpc),
    ("lambda-invocation", lambda_invocation),
    ("cicd-pipeline", cicd_pipeline),
    ("cognito-pools", cognito_pools),
    ("step-functions-states", step_functions_states),
)


def main(folder: Path) -> int:
    """Write every diagram into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in DIAGRAMS:
        (folder / f"{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES))
