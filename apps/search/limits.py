"""Numbers of the search that are promised or felt."""

from __future__ import annotations

from typing import Final

QUERY_MAX: Final = 100  # characters
CANDIDATES: Final = 300
# Of questions like one that is being written, besides those by their titles.
NEWEST_CANDIDATES: Final = 120
# Documents of 8,192 consecutive questions share a bucket, which the index finds together with a word.
BUCKET_SIZE: Final = 8_192
NEWEST_BUCKETS: Final = 8
# Up to about so many matches it is cheaper to sort them all than to walk the buckets until there are enough.
SORTED_AT_ONCE: Final = 700
# What kept results are of, for `core.layered`: bumped when a document changes or goes.
RESULTS: Final = "search"
RECENT_MAX: Final = 10
RECENT_DAYS: Final = 90
MISSED_DAYS: Final = 90
# What fewer readers than these looked for in vain, within so many days, is nobody else's business.
MISSED_READERS: Final = 3
MISSED_TOGETHER_DAYS: Final = 30
TERM_MAX: Final = 40
