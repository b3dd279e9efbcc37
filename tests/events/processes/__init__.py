"""A relay and a worker as real processes, on a Valkey of their own, that tests kill and restart."""
