"""What the front end and the server say to each other."""
