"""What runs before and around Django: local services, the supervisor, checks.

Nothing here is imported by the site, and nothing here imports Django's settings at import time.
"""
