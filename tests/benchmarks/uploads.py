"""What uploads cost: 200 pictures of 12 megapixels, one after the other, in one process.

    DJANGO_SETTINGS_MODULE=tests.settings python -m tests.benchmarks.uploads [number]

Fails when the memory grows: its peak after all must be near that after the first 20.
"""

import resource
import sys
import time

import django

from .table import Table

WARM, MOST_MB, MOST_GROWTH_MB = 20, 500, 40


def main(number):
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        return _measure(number)
    finally:
        teardown_databases(databases, verbosity=0)


def _measure(number):
    from PIL import Image
    from tqdm import tqdm

    from articles.photos import library
    from tests.picture_files import file_of

    ground = Image.effect_noise((400, 300), 70).resize((4000, 3000)).convert("RGB")
    peaks, seconds = [], 0
    for count in tqdm(range(number), unit=" uploads"):
        ground.paste((count, 255 - count, 90), (0, 0, 64, 64))  # another file each time
        file = file_of(ground, "JPEG", quality=90)
        before = time.monotonic()
        library.store(file, caption="Một bức ảnh").delete()
        seconds += time.monotonic() - before
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    warm, last = peaks[min(WARM, number) - 1], peaks[-1]
    table = Table(
        f"Uploads of 12 megapixels, {number} in one process",
        {"s an upload": 2, f"MB after {min(WARM, number)}": 0, "MB at the end": 0},
        "MB at the end",
    )
    failed = last > MOST_MB or last - warm > MOST_GROWTH_MB
    table.row("one after the other", seconds / number, warm, last, most=MOST_MB, failed=failed)
    table.keep()
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
