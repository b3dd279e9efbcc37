"""Mail on a developer's machine: written to files, read in the browser. Never routed when deployed."""
