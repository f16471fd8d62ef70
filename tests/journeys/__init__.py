"""Roads that cross all three services, on their real workers, wire and mail server."""
