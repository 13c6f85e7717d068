from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.models import Photo, PhotoUse
from articles.photos import photo_addresses, photo_words, renditions


class Command(BaseCommand):
    help = (
        "Makes the renditions that are missing, the newest photos first. It may be stopped at any "
        "moment and started again: what is there is left alone."
    )

    def handle(self, *args, **options):
        left = photo_addresses.clear()
        made = broken = 0
        photos = Photo.objects.select_related("file").order_by("-uploaded_at", "-pk")
        uses = PhotoUse.objects.filter(current=True).select_related("file", "photo", "article")
        total = photos.count() + uses.count()
        with tqdm(total=total, unit="", leave=False, file=self.stderr._out) as progress:
            try:
                for rows in (photos, uses.order_by("-pk")):
                    for row in rows.iterator(chunk_size=200):
                        result = self._make(row, progress)
                        made += result is True
                        broken += result is None
                        progress.update()
            except KeyboardInterrupt:
                progress.close()
                raise CommandError(
                    f"Stopped after {progress.n} of {total}. Start it again to go on.",
                    returncode=130,
                ) from None
        if left:
            raise CommandError(
                f"The files of {left} withdrawn pictures could not be removed, see the log. "
                "Start it again when the storage answers."
            )
        if broken:
            raise CommandError(f"{made} completed; {broken} could not be read, see above.")
        self.stdout.write(self.style.SUCCESS(f"{made} completed, nothing is missing."))

    def _make(self, row, progress):
        """Whether something was missing; None when it cannot be made."""
        photo = getattr(row, "photo", row)
        shot = row.article.shot(photo.pk) if photo is not row else photo.shot
        try:
            missing = bool(shot and renditions.missing(shot))
            if missing:
                renditions.make(shot, row.file, xmp=photo_words.xmp_packet(photo))
        except (OSError, ValidationError) as error:
            words = " ".join(getattr(error, "messages", [str(error)]))
            kind, number = row._meta.model_name, row.pk
            progress.write(f"{kind} {number} ({row.file.original.name}): {words}", self.stderr._out)
            return None
        return missing
