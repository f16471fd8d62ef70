"""What every letter of a site has in common."""

from dataclasses import dataclass

from shared.kernel.organisation import Organisation
from shared.kernel.secrets import KeyRing
from shared.web import links


@dataclass(frozen=True)
class House:
    """The site that writes: who it is, where it stands, and the keys that codes are derived from."""

    organisation: Organisation
    keys: KeyRing
    site_url: str

    def url(self, service: str, path: str) -> str:
        return links.url(service, path, site_url=self.site_url)

    @property
    def domain(self) -> str:
        """Of the sender's own address: what Message-IDs and calendar UIDs end with."""
        return self.organisation.sender.rpartition("@")[2]
