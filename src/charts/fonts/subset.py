"""Makes the two faces of charts and src/charts/advances.ts from the npm package @expo-google-fonts/inter (OFL, see OFL.txt).

    npm install --prefix /tmp/inter @expo-google-fonts/inter && pip install fonttools
    python3 src/charts/fonts/subset.py /tmp/inter/node_modules/@expo-google-fonts/inter

Latin with its European and Vietnamese letters, Greek, Cyrillic, punctuation, currency signs and the signs that charts
draw themselves; about 107 KB a face. More would slow every picture down: the painter reads the faces each time.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FACES = {"regular": ("400Regular", "Regular"), "semibold": ("600SemiBold", "SemiBold")}
UNICODES = (
    "20-7E,A0-17F,192,1A0,1A1,1AF,1B0,1CD-1DC,1E6,1E7,1EA,1EB,218-21B,259,300-304,306-308,30A-30C,323,327,328,"
    "370-3FF,400-45F,472-475,490-493,496-49D,4A0-4A3,4AE-4B3,4B6-4BB,4D8-4D9,4E2,4E3,4E8,4E9,4EE,4EF,1E9E,1EA0-1EF9,"
    "2000-2027,202F-203A,2044,2070,2074-208E,20A0-20C0,2103,2109,2116,2122,2126,2190-2193,2196-2199,2202,2206,220F,"
    "2211,2212,221A,221E,2248,2260,2264,2265,25A0,25A1,25B2,25BC,25CB,25CF,2713,2717,FFFD"
)
HEAD = """/**
 * Advance widths of the bundled faces in thousandths of an em, written by fonts/subset.py.
 * `first code point (hex):width,width,… …`; a code point that is not here has no glyph.
 */
export const ADVANCES = {
"""


def cut(package: Path, here: Path, folder: str, name: str) -> TTFont:
    target = here / f"Inter-{name}.ttf"
    subset.main(
        [
            str(package / folder / f"Inter_{folder}.ttf"),
            f"--output-file={target}",
            f"--unicodes={UNICODES}",
            "--layout-features=kern,ccmp,mark",
            "--no-hinting",
            "--desubroutinize",
            "--name-IDs=0,1,2,3,4,5,6,13,14,16,17",
        ]
    )
    return TTFont(target)


def advances(font: TTFont) -> str:
    glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    ranges: list[list[int]] = []
    for point in sorted(glyphs):
        if ranges and point == ranges[-1][-1] + 1:
            ranges[-1].append(point)
        else:
            ranges.append([point])
    return " ".join(f"{each[0]:x}:" + ",".join(str(round(widths[glyphs[p]][0] * 1000 / em)) for p in each) for each in ranges)


def main() -> None:
    package, here = Path(sys.argv[1]), Path(__file__).parent
    lines = [f"  {key}: '{advances(cut(package, here, folder, name))}',\n" for key, (folder, name) in FACES.items()]
    (here.parent / "advances.ts").write_text(HEAD + "".join(lines) + "} as const\n")


main()
