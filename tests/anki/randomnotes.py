"""Notes made of all that could be taken for something else on the way."""

import random

PLAIN = [
    "page", "a", "the", "0x1000", "4096", "x<y", "a & b", "&amp;", "&lt;b&gt;",
    "\"quoted\"", "it's", "::", "std::mutex", ":", "a:", ":a", "}", "{", "{ }",
    "\\{{", "\\}}", "}}.", "[latex]", "[/latex]", "[sound:a.mp3]", "[$]x[/$]",
    "[[type:Text]]", "[anki:play:q:0]", "[x]", "\\\\(x\\\\)", "\\\\[y\\\\]",
    "C:\\\\temp", "100%", "#1", "a\x1fb", "\x02", "é", "e\u0301", "ﬁ", "日本",
    "ü::ö", "🙂", "עברית", "→", "…", "-->", "<!-- x -->", "<b>bold</b>",
    "&#58;&#58;", "&nbsp;", "\u00a0", "a_b", "2^20", "~/x", "|", "$5",
    "http://a.org/?x=1&y=2", "{{Text}}".replace("{{", "\\{{"), "c1::x",
    "image-occlusion:rect", "{{c1".replace("{{", "\\{{"),
]
CODE = [
    "int a[2][2]={{1,2},{3,4}};", "a::b", "{{c1::x}}", "}}", "{{", "\\(x\\)",
    "<div class=\"q\">", "&amp;", "[sound:x]", "a\tb", "::", "{", "}", "$x$",
    "\\[", "p->q", "a || b && c", "'", "\"", "{{#Text}}", "{{c1,2::x}}",
]
MATH = ["x", "\\frac{a}{b}", "a<b", "a::b", "{{x}}", "x_{y_{z}}", "\\{x\\}",
        "2^{10}", "a & b", "\\text{if } x > 0", "}}"]


def math(rng):
    tex = " ".join(rng.choice(MATH) for _ in range(rng.randint(1, 2)))
    return f"$${tex}$$" if rng.random() < 0.2 else f"${tex}$"


def atom(rng):
    at = rng.random()
    if at < 0.55:
        return rng.choice(PLAIN)
    if at < 0.72:
        return f"`{rng.choice(CODE)}`" if rng.random() < 0.9 else "``a`b``"
    if at < 0.82:
        return math(rng)
    if at < 0.88:
        return f"**{rng.choice(['bold', 'a b', 'x::y'])}**"
    if at < 0.92:
        return f"*{rng.choice(['lean', 'a & b'])}*"
    if at < 0.95:
        return f"[{rng.choice(['a link', 'x::y'])}](https://a.org/?a={{{{b}}}})"
    return f"~~{rng.choice(['gone', 'a}b'])}~~"


def words(rng, most):
    return " ".join(atom(rng) for _ in range(rng.randint(1, most)))


def hint(rng):
    return rng.choice(["what", "a hint", "std::x", "x<y", "}", "a: b", ":"])


def cloze(rng, depth=0):
    inner = words(rng, 3).replace("}}.", "}.")
    if depth < 2 and rng.random() < 0.15:
        inner = f"{words(rng, 1)} {cloze(rng, depth + 1)} {words(rng, 1)}"
    at = rng.random()
    # a word at the end, so that no brace of the answer joins the closing ones
    if at < 0.6:
        return "{{" + inner + " z}}"
    if at < 0.75:
        return "{{" + inner + " z}}{({" + hint(rng).replace("}", ")") + "})}"
    number = rng.randint(1, 9)
    if depth == 0 and "::" not in inner and at < 0.9:
        return "{{c%d::%s z}}" % (number, inner)
    return "{{" + inner + " z}}"


def text(rng):
    parts = [words(rng, 4) if rng.random() < 0.7 else atom(rng)]
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        parts += [cloze(rng), words(rng, 3)]
    return "x " + " ".join(parts)


def row(rng, cells):
    return "| " + " | ".join(c.replace("|", "/") for c in cells) + " |"


def table(rng):
    head = [rng.choice(["VPN", "a::b", "x<y", "`c`"]) for _ in range(3)]
    rows = [[words(rng, 2) if k else "x " + cloze(rng) for k in range(3)]
            for _ in range(2)]
    return "\n".join([row(rng, head), "|---|:-:|--:|"] +
                     [row(rng, r) for r in rows])


def file(rng, notes):
    """A file of about so many notes."""
    out = ["# " + rng.choice(["Pages", "a::b & c", "`{{x}}` <y>", "2. $x$"])]
    if rng.random() < 0.3:
        out.insert(0, "---\nothers: " + rng.choice(["hide", "hide-all"]) +
                   "\n---")
    depth = 0
    for _ in range(notes):
        if rng.random() < 0.05:
            out += ["", table(rng), ""]
            depth = 0
            continue
        if rng.random() < 0.05:
            out += ["", "```c", rng.choice(CODE) + "\n" + rng.choice(CODE),
                    "```", ""]
            depth = 0
        out.append("  " * depth + "- " + text(rng))
        depth = min(depth + 1, 9) if rng.random() < 0.3 else rng.randint(0, depth)
    return "\n".join(out) + "\n"


def files(seed, notes):
    rng = random.Random(seed)
    for i in range(0, notes, 5):
        yield f"n{i // 5:05}.md", file(rng, min(5, notes - i))
