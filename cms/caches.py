"""What follows from the cache that an installation has. Read by the settings: imports no Django."""


def patient(config):
    """Django's settings of the cache, such that one that is away keeps nobody waiting."""
    if not config["BACKEND"].endswith(".RedisCache"):
        return config
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # One more try, at once: the connection may have been closed while it rested.
    patience = {
        "socket_connect_timeout": 0.25,
        "socket_timeout": 0.25,
        "retry": Retry(NoBackoff(), 1),
    }
    options = {**patience, **config.get("OPTIONS", {})}
    return {**config, "BACKEND": "cms.redis_cache.RedisCache", "OPTIONS": options}


def can_keep_pages(config, processes):
    """Can finished pages be kept in it? In the memory of a process only if there is no other."""
    kind = config["BACKEND"].rpartition(".")[2]
    return kind != "DummyCache" and (kind != "LocMemCache" or processes < 2)
