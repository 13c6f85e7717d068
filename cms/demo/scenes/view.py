"""Perspective: metres on the ground to points on the canvas."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A level camera ``eye`` metres up, looking at a point on the horizon."""

    horizon: float = 480
    eye: float = 1.7
    centre: float = 800
    focus: float = 1100

    def at(self, x, z, up=0.0):
        """Where a point ``x`` metres right, ``z`` away and ``up`` metres high is seen."""
        near = self.focus / z
        return self.centre + x * near, self.horizon + (self.eye - up) * near

    def size(self, metres, z):
        """How tall ``metres`` look at distance ``z``."""
        return metres * self.focus / z

    def floor(self, left, right, near, far, up=0.0):
        """The four corners of a level rectangle."""
        return [self.at(left, far, up), self.at(right, far, up),
                self.at(right, near, up), self.at(left, near, up)]  # fmt: skip

    def wall(self, x, near, far, bottom, top):
        """The four corners of an upright rectangle running away from the viewer."""
        return [self.at(x, near, top), self.at(x, far, top),
                self.at(x, far, bottom), self.at(x, near, bottom)]  # fmt: skip

    def front(self, left, right, z, bottom, top):
        """The four corners of an upright rectangle facing the viewer."""
        return [self.at(left, z, top), self.at(right, z, top),
                self.at(right, z, bottom), self.at(left, z, bottom)]  # fmt: skip
