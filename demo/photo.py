"""A photo as a phone takes it: a ticked list on a desk, with the place and the camera in the file.

It goes in through the same door as everybody's photos, which keeps the picture and nothing else.
"""

import io

from PIL import Image, ImageDraw

MAKE, GPS = 0x010F, 0x8825
SIZE = (1280, 960)
DESK, PAPER, INK, PEN = "#8a6d4f", "#fbfaf6", "#51626b", "#0b6b6b"


def checklist() -> io.BytesIO:
    picture = Image.new("RGB", SIZE, DESK)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(330, 90), (1010, 60), (1060, 900), (300, 880)], fill=PAPER)
    for row in range(9):
        top = 170 + row * 76
        draw.rectangle([390, top, 424, top + 34], outline=INK, width=4)
        draw.line([460, top + 18, 700 + (row * 83) % 240, top + 18], fill=INK, width=7)
        if row < 7:
            draw.line([394, top + 14, 405, top + 28, 434, top - 12], fill=PEN, width=8)
    exif = Image.Exif()
    exif[MAKE] = "Telefoon"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 3.0, 15.0), 3: "E", 4: (3.0, 46.0, 12.0)})
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80, exif=exif)
    file.seek(0)
    return file
