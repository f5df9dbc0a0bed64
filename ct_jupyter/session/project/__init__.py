"""The whole project: a folder or a repository, scanned in a process of its own."""
