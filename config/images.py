"""Pictures that somebody sent, drawn anew: what comes out is the picture and nothing else."""

import io
from threading import Lock

from PIL import Image, ImageOps

# The most pixels of each form. A JPEG can be read smaller than it is, which the others cannot: a
# hundred kilobytes of WebP may ask a gigabyte.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
LONGEST_SIDE = 2560
QUALITY = 85
# However many threads are sent pictures, a process needs the memory of one.
_one_at_a_time = Lock()


class TooManyPixels(ValueError):
    """Drawing it would take more memory than one picture may."""


class NotAPicture(ValueError):
    """Broken, or made to break whoever opens it."""


def redrawn(content: bytes, form: str) -> bytes:
    """The picture alone in the same form (of MOST_PIXELS), upright, its longest side at most 2560
    pixels; of several the first. Without place, camera, profile, comments, or a second file behind
    the first. Raises TooManyPixels or NotAPicture."""
    try:
        with _one_at_a_time:
            return _redrawn(content, form)
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except Exception as error:
        # A decoder raises anything on bytes made to break it.
        raise NotAPicture from error


def _redrawn(content: bytes, form: str) -> bytes:
    with Image.open(io.BytesIO(content), formats=[form]) as source:
        width, height = source.size
        if width * height > MOST_PIXELS[form]:
            raise TooManyPixels
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image = ImageOps.exif_transpose(source)
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    image.info.clear()  # the encoders would write the profile and comments that stand here
    drawn = io.BytesIO()
    image.save(drawn, form, **({"optimize": True} if form == "PNG" else {"quality": QUALITY}))
    return drawn.getvalue()
