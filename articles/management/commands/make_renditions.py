from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles import renditions
from articles.models import Photo, PhotoUse


class Command(BaseCommand):
    help = (
        "Makes the renditions that are missing, the newest photos first. It may be stopped at any "
        "moment and started again: what is there is left alone."
    )

    def handle(self, *args, **options):
        made = broken = 0
        photos = Photo.objects.select_related("file").order_by("-uploaded_at", "-pk")
        uses = PhotoUse.objects.select_related("file", "photo").order_by("-pk")
        total = photos.count() + uses.count()
        with tqdm(total=total, unit="", leave=False, file=self.stderr._out) as progress:
            try:
                for rows in (photos, uses):
                    for shot in rows.iterator(chunk_size=200):
                        result = self._make(shot, progress)
                        made += result is True
                        broken += result is None
                        progress.update()
            except KeyboardInterrupt:
                progress.close()
                raise CommandError(
                    f"Stopped after {progress.n} of {total}. Start it again to go on.",
                    returncode=130,
                ) from None
        if broken:
            raise CommandError(f"{made} completed; {broken} could not be read, see above.")
        self.stdout.write(self.style.SUCCESS(f"{made} completed, nothing is missing."))

    def _make(self, shot, progress):
        """Whether something was missing; None when it cannot be made."""
        try:
            missing = bool(renditions.missing(shot))
            if missing:
                renditions.make(shot)
        except (OSError, ValidationError) as error:
            words = " ".join(getattr(error, "messages", [str(error)]))
            kind, number = shot._meta.model_name, shot.pk
            progress.write(
                f"{kind} {number} ({shot.file.original.name}): {words}", self.stderr._out
            )
            return None
        return missing
