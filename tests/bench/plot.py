# SPDX-License-Identifier: Apache-2.0
"""A plot of times over sizes, both logarithmic, as SVG: lines with dots, and each line's name at its end."""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 440, 70, 150, 20, 50
NAME_WIDTH = 80
# Names have a rim, so that lines behind them end before them.
STYLE = "<style>.grid{stroke:#ddd}.name{font-weight:bold;paint-order:stroke;stroke:white;stroke-width:5px}</style>"
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
    middle = (TOP + bottom) // 2
    yield f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">{y_title}</text>'


def spread(places, least=15):
    """The same places (x, y), each moved down where its text would lie on another's."""
    out = {}
    for name, (x, y) in sorted(places.items(), key=lambda item: item[1][1]):
        near = [other[1] for other in out.values() if abs(other[0] - x) < NAME_WIDTH]
        out[name] = (x, max([y, *(other + least for other in near if other + least > y)]))
    return out


def svg(series, x_title, y_title):
    """`series`: {name: [(x, y)]}, each with one point at least."""
    points = [point for line in series.values() for point in line]
    axes = Axes([x for x, _ in points], [y for _, y in points])
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">', STYLE,
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *grid(axes, x_title, y_title)]
    places = {name: (axes.x(line[-1][0]), axes.y(line[-1][1])) for name, line in series.items()}
    colours = dict(zip(series, COLOURS))
    for name, line in series.items():
        path = " ".join(f"{axes.x(x):.1f},{axes.y(y):.1f}" for x, y in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="2"/>')
        out += [f'<circle cx="{axes.x(x):.1f}" cy="{axes.y(y):.1f}" r="3" fill="{colours[name]}"/>' for x, y in line]
    for name, (x, y) in spread(places).items():
        out.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colours[name]}" class="name">{name}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"
