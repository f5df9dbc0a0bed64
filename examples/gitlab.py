"""What stands in for the model registry in this demonstration."""


class project:
    """A project, of which only the name is known here."""

    def __init__(self, name, private_token):
        if not private_token or "REDACTED" in private_token:
            raise PermissionError("401: 401 Unauthorized")
        self.name = name

    def upload(self, file):
        """Say what would be uploaded."""
        print(f"{file} would go to {self.name}")
