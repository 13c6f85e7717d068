"""The register of scenes: each module adds its own with ``@scene``."""

ALBUM = {}


def scene(key, *lights):
    """Enter a drawing function under ``key``; seeds take turns with its ``lights``."""

    def enter(draw):
        ALBUM[key] = draw, lights
        return draw

    return enter
