"""The agreed forms of what the services say to one another."""

from typing import Final

from shared.contracts import checkin, notifications, registration
from shared.contracts.contract import Contract

ALL: Final[dict[str, Contract]] = {
    contract.name: contract
    for module in (registration, checkin, notifications)
    for contract in vars(module).values()
    if isinstance(contract, Contract)
}
