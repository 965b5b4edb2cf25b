"""Tables and figures of bench/services."""
import statistics

STEPS = ["load", "load, CPU", "replace", "one endpoint", "nothing"]


def head(facts, options):
    return (
        f"{facts['cpu']}, Linux {facts['kernel']}, {facts['iptables']}, {facts['nft']}; medians of {options.runs} runs by turns,"
        f" load average {facts['load']:.1f} at the start\n"
    )


def _median(runs, what):
    values = [r[what] for r in runs if what in r]
    return statistics.median(values) if values else None


def _size(text):
    lines = text.splitlines()
    rules, chains, inside = 0, 0, False
    for line in lines:
        if line.startswith("\t") and not line.startswith("\t\t"):  # nft: a block of a table begins or ends
            inside = line.startswith("\tchain ")
            chains += inside
        elif inside and not line.strip().startswith(("type ", "comment ", "#")):
            rules += 1
        rules += line.startswith(("-A ", "add rule "))
        chains += line.startswith((":", "add chain "))
    return {"bytes": len(text), "lines": len(lines), "rules": rules, "chains": chains}


def _seconds(value):
    if value is None:
        return ""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _ratio(mine, theirs):
    """How many times less or faster; empty where there is nothing to compare with."""
    if not mine or not theirs:
        return ""
    times = theirs / mine
    return f" (1/{times:.2g})" if times < 9.95 else f" (1/{times:.0f})"


def table(services, endpoints, found, measured, notes):
    """One size as a Markdown table; in parentheses the share of kube-proxy's in the same mode."""
    columns = ["text, MB", "rules", "chains"] + STEPS + ["connect, first / last, µs", "connections/s", "answers/s"]
    lines = [
        f"## {services} services × {endpoints} endpoints\n",
        "| | " + " | ".join(columns) + " |",
        "| --- |" + " --- |" * len(columns),
    ]
    by_name = {c.name: c for c in found}
    for contender in found:
        runs = measured[contender.name]
        rival = by_name.get(contender.rival) if contender.rival != contender.name else None
        against = measured[rival.name] if rival else []
        cells = []
        if contender.text:
            size = _size(contender.text)
            share = _ratio(size["bytes"], len(rival.text)) if rival else ""
            cells += [f"{size['bytes'] / 1e6:.2f}{share}", str(size["rules"] or ""), str(size["chains"] or "")]
        else:
            cells += ["", "", ""]
        for step in STEPS:
            cells.append(_seconds(_median(runs, step)) + _ratio(_median(runs, step), _median(against, step)))
        if _median(runs, "first"):
            cells.append(f"{_median(runs, 'first'):.0f} / {_median(runs, 'last'):.0f}")
            rate = _median(runs, "rate")
            share = f" (×{rate / _median(against, 'rate'):.2g})" if against else ""
            cells.append(f"{rate:.0f}{share}")
        else:
            cells += ["", ""]
        answers, others = _median(runs, "answers"), _median(against, "answers")
        cells.append(f"{answers:.0f}" + (f" (×{answers / others:.2g})" if others else "") if answers else "")
        lines.append(f"| {contender.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines + [""] + [f"- {note}" for note in notes]) + "\n"


def figures(services, endpoints, found, measured, notes):
    """The same for a program: every run."""
    return {
        "services": services,
        "endpoints": endpoints,
        "contenders": [
            {"name": c.name, "mode": c.mode, **(_size(c.text) if c.text else {}), "runs": measured[c.name]} for c in found
        ],
        "notes": notes,
    }
