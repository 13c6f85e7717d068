from . import deliveries, site_settings, staff  # noqa: F401  registers the model admins
