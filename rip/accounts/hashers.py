from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the OWASP password storage parameters: 19 MiB, two passes, one lane.

    Django's own default takes 100 MiB and eight threads per log-in, which a small server that is
    also serving a board cannot spare.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
