from . import deliveries, log, site_settings, staff  # noqa: F401  registers the model admins
