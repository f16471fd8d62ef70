"""What we accept from outside: filters in an address, the answer about an uncertain letter."""

from marshmallow import EXCLUDE, Schema, fields, post_load, validate

from services.notifications.actions.settle_letter import Settlement
from services.notifications.domain.letters import State, Template
from services.notifications.queries.letters import Wanted

NOT_TOLD = "not_told"
LAST_PAGE = 1_000_000


class FilterSchema(Schema):
    """The filters of the list; `state` is a state, or `not_told` for all but the sent ones."""

    class Meta:
        unknown = EXCLUDE

    state = fields.String(validate=validate.OneOf([NOT_TOLD, *State]))
    template = fields.Enum(Template, by_value=True)
    event = fields.String(validate=validate.Length(max=36))
    page = fields.Integer(load_default=1, validate=validate.Range(1, LAST_PAGE))

    @post_load
    def _wanted(self, data: dict[str, object], **_: object) -> Wanted:
        state = data.get("state")
        return Wanted(
            state=State(str(state)) if state and state != NOT_TOLD else None,
            not_told=state == NOT_TOLD,
            template=data.get("template"),  # type: ignore[arg-type]  # made by the field above
            event_id=data.get("event"),  # type: ignore[arg-type]  # likewise
            page=data["page"],  # type: ignore[arg-type]  # likewise
        )


class SettlementSchema(Schema):
    settlement = fields.Enum(Settlement, by_value=True, required=True)
