# SPDX-License-Identifier: Apache-2.0
"""A plot of times over sizes, both logarithmic, as SVG: lines with dots, and each line's name at its end."""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 440, 70, 150, 20, 50
COLOURS = ["#0b6e4f", "#b23a48", "#3d5a98", "#a36a00", "#6b4c9a", "#555555"]


def ticks(low, high):
    return [10.0**e for e in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def label(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


class Axes:
    def __init__(self, xs, ys):
        self.x_ticks, self.y_ticks = ticks(min(xs), max(xs)), ticks(min(ys), max(ys))

    @staticmethod
    def share(value, marks):
        low, high = math.log10(marks[0]), math.log10(marks[-1])
        return (math.log10(value) - low) / ((high - low) or 1)

    def x(self, value):
        return LEFT + self.share(value, self.x_ticks) * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        return HEIGHT - BOTTOM - self.share(value, self.y_ticks) * (HEIGHT - TOP - BOTTOM)


def grid(axes, x_title, y_title):
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for value in axes.x_ticks:
        x = axes.x(value)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}" class="grid"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{label(value)}</text>'
    for value in axes.y_ticks:
        y = axes.y(value)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" class="grid"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label(value)}</text>'
    yield f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">{x_title}</text>'
    yield f'<text x="16" y="{(TOP + bottom) / 2:.0f}" text-anchor="middle" transform="rotate(-90 16 {(TOP + bottom) / 2:.0f})">{y_title}</text>'


def spread(places, least=15):
    """The same places, moved so that texts at them do not lie on each other."""
    out, last = {}, -math.inf
    for name, y in sorted(places.items(), key=lambda item: item[1]):
        last = out[name] = max(y, last + least)
    return out


def svg(series, x_title, y_title):
    """`series`: {name: [(x, y)]}, each with one point at least."""
    points = [point for line in series.values() for point in line]
    axes = Axes([x for x, _ in points], [y for _, y in points])
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           "<style>.grid{stroke:#ddd}</style>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *grid(axes, x_title, y_title)]
    names = spread({name: axes.y(line[-1][1]) for name, line in series.items()})
    for colour, (name, line) in zip(COLOURS, series.items()):
        path = " ".join(f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{axes.x(x):.1f}" cy="{axes.y(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
        out.append(f'<text x="{axes.x(line[-1][0]) + 8:.1f}" y="{names[name] + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"
