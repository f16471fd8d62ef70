"""The language in which a command answers: French unless English is asked for (LNG-1)."""

import click

from shared.kernel.words import FRENCH, LANGUAGES

language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default=FRENCH, show_default=True, help="Language of the answer."
)
